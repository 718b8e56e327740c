"""One payee whom new accounts pay with several cards each over days: stolen ones spent on a thief's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detectors.at_once import ONE_HOUR_MOST, most_in_an_hour
from detectors.payee_tested import PARTED, SEVERAL
from detectors.payee_window import PayeeWindow
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState

# Of new accounts at a payee, honest ones that use two cards or more in their first days, one of which is refused: one
# in 22 on a made-up flat market, of 265, and hardly any elsewhere.
USUAL = 0.1
NUMBERS = ("new_accounts", "new_accounts_with_several_cards", "cards_of_these", "refused")


class Tries(NamedTuple):
    """New accounts at a payee; those with several cards, their cards, how many were refused; devices, times, names."""

    payers: int
    several: int
    cards: int
    refused: int
    devices: int
    times: tuple[float, ...]
    names: frozenset[str]


def tries(window: Sequence[Tally]) -> Tries:
    """Return what new accounts tried, as a `PayeeWindow` notes it; a time is an account's first."""
    cards: dict[str, set[str]] = {}
    bad: dict[str, set[str]] = {}
    devices: dict[str, str] = {}
    times: dict[str, float] = {}
    for told, time in [one for tally in window for one in (tally.strangers or {}).items()]:
        device, card, _, outcome, name = told.split(PARTED, 4)
        cards.setdefault(name, set()).add(card)
        devices[name] = device
        times[name] = min(time, times.get(name, time))
        if outcome:
            bad.setdefault(name, set()).add(card)
    names = frozenset([name for name in bad if len(cards[name]) > 1])
    return Tries(
        len(cards), len(names), sum([len(cards[name]) for name in names]), sum([len(bad[name]) for name in names]),
        len({devices[name] for name in names}), tuple(sorted([times[name] for name in names])), names,
    )  # fmt: skip


class PayeeCardsSlow(PayeeWindow):
    """New accounts that use several cards at one payee, of all new ones that pay it, in a week.

    Fires where six do of six, or ten of 25: whoever spends stolen cards takes a new account for each few, and goes on
    to the next card when one is refused for whatever reason. Quiet where they are few of the payee's new customers, on
    less than five, or less than half as many devices, on what comes within an hour (`card_testing_site`), and on payees
    that see as much every week. Accused are the accounts; whether the payee is the thief's own, a reviewer has to see.
    Fails where each account tries one card, and on accounts older than those that count as new. Judged every seven
    hours. Cost and state: as `payee_cards`, of a week.
    """

    name = "payee_cards_slow"
    version = 1

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 10,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return how rare so many with several cards are, if their cards are many for the payee; else 0."""
        found = tries(self._window(state, end))
        spread = found.several >= SEVERAL and 2 * found.devices >= found.several
        if not spread or most_in_an_hour(list(found.times)) > ONE_HOUR_MOST * found.several:
            return 0.0
        return min(binomial(found.payers, found.several, USUAL), gamma_poisson(found.cards - 1, *past))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the numbers of the window."""
        return tries(self._window(state, end))[:4]

    def _accused(self, window: Sequence[Tally]) -> frozenset[str]:
        """Return who used several cards."""
        return tries(window).names

    def _number(self, run: Tally) -> int:
        """Return how many did."""
        return sum(run.detail[1:2])

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the numbers of the fullest window."""
        return super().evidence(run) | dict(zip(NUMBERS, run.detail, strict=False)) | {"other_cards": _others(run)}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many of how many new accounts, and what their cards came to."""
        payers, several, cards, refused = (*run.detail, 0, 0, 0, 0)[:4]
        reason = (
            f"{several} of the {payers} new accounts that paid one payee ({key}) within {self.window_s / 86_400:.0f} "
            f"days, or tried to, used two cards or more (usual: one in ten), some of them refused: {cards} cards, "
            f"{refused} refused."
        )
        if (others := _others(run)) > several:  # as the product itself is, where it is named as the payee
            many = f" {others} other cards paid it in that time: rather a victim than a thief's own page."
            return reason + many, "Hold the accounts; tell the card issuers which cards went through."
        return reason, "Hold the accounts; see whose the payee is, and hold its payout; tell the card issuers."


def _others(run: Tally) -> int:
    """Return how many cards beside those of the accused paid the payee in the fullest window."""
    return int(run.peak) - sum(run.detail[2:3])
