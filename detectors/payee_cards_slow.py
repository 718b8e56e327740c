"""One payee paid with several cards an account over days: stolen ones spent on a thief's own page, or tested there."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.card_reasons import no_number, suspicious
from detectors.payee_cards_judged import most_surprising
from detectors.payee_cards_words import of_known, of_new
from detectors.payee_fortnight import LONG, PayeeFortnight
from detectors.payee_fortnight import NUMBERS as OF_FORTNIGHT
from detectors.payee_fortnight import sentence as of_fortnight
from detectors.payee_tries import OLD, Tries
from detectors.payee_window import NEWCOMER
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from detectors.went_through import told
from detectors.window import WindowState
from schemas.event import Event

NUMBERS = ("new_accounts", "new_accounts_with_several_cards", "cards_of_these", "refused")
OF_KNOWN = ("accounts_that_paid", "accounts_refused_twice", "", "refused", "devices")


class PayeeCardsSlow(PayeeFortnight):
    """New accounts that use several cards at one payee, of all new ones that pay it, in a week; or old ones.

    Fires where six do of six, or ten of 25: whoever spends stolen cards takes a new account for each few, and goes
    on to the next card when one is refused for whatever reason. Where most do, the share of the refused counts,
    too: nine of nine of which a quarter is. Fires as well on accounts of whatever age of which two cards or more
    were refused for the cards' own sake (numbers mistyped on one day are one), seven of 25 that paid it: they were
    bought, or taken, to test cards; and, over two weeks, where three of four of all who pay had one refused so and
    went on to another, seven of seven (`payee_fortnight`). Quiet where they are few of the payee's customers, on
    less than five, on less than half as many devices, unless three devices move about, on what comes within an hour
    (`card_testing_site`), old accounts within a day (a fault at the processor), and on payees that see as many
    every week. Accused are the accounts; whether the payee is the thief's own, a reviewer has to see. Fails where
    each account tries one card, where old accounts are refused once each and others pay as well, and at payees that
    hundreds pay. Judged every seven hours. Cost and state: as `payee_cards`, of two weeks.
    """

    name = "payee_cards_slow"
    version = 4
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 10,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; of accounts that are not new, note the cards refused for their own sake.

        A new card's number mistyped again and again is one card: each slip would be another. Who tries made-up numbers
        does so for days.
        """
        super().note(event, tally)
        if not event.novel & NEWCOMER and suspicious(event):
            self.keep(event, tally, OLD, f"\0{int(event.time // DAY_S)}" if no_number(event.reason) else None)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return how rare so many with several cards are, if their cards are many for the payee; else 0."""
        found = most_surprising(self._window(state, end), past)[0] if count >= self.least else 0.0
        return max(found, self._fortnight(state, end, past).surprise)

    def _accused_of(self, window: Sequence[Tally]) -> tuple[Tries, bool]:
        """Return the accounts that a window tells of, and whether they are of whatever age."""
        _, found, old = most_surprising(window, (self.burstiness, self.burstiness / self.usual))
        return found, old

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the numbers of the window; of accounts that are not new there is a fifth, their devices."""
        found, old = self._accused_of(self._window(state, end))
        return (*found[:4], found.devices) if old else found[:4]

    def _accused(self, window: Sequence[Tally]) -> frozenset[str]:
        """Return who used several cards."""
        return self._accused_of(window)[0].names

    def _number(self, run: Tally) -> int:
        """Return how many did, or were refused."""
        return run.detail[3] if len(run.detail) == LONG else sum(run.detail[1:2])

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the numbers of the fullest window."""
        names = OF_FORTNIGHT if len(run.detail) == LONG else OF_KNOWN if _old(run) else NUMBERS
        numbers = {name: number for name, number in zip(names, run.detail, strict=False) if name}
        return super().evidence(run) | numbers | {"other_cards": _others(run)}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many of how many accounts, and what their cards came to."""
        several, days = sum(run.detail[1:2]), self.window_s / DAY_S
        if len(run.detail) == LONG:
            reason = of_fortnight(run.detail, key, 2 * days)
        else:
            reason = of_known(run.detail, key, days) if _old(run) else of_new(run, key, days)
        reason += f"; {every} such accounts in all" if (every := len(run.marked or ())) > self._number(run) else ""
        reason += f"; {sum_of} of theirs went through." if (sum_of := told(run.extra)) else "."
        if (others := _others(run)) > several:  # as the product itself is, where it is named as the payee
            many = f" It is the accounts that are accused, not the payee, which {others} other cards paid as well."
            return reason + many, "Hold the accounts; tell the card issuers which cards went through."
        return reason, (
            f"Hold the accounts. If {key} is your own or a business you know, void what was bought there; else see "
            "whose the payee is, and hold its payout. Tell the card issuers."
        )


def _old(run: Tally) -> bool:
    return len(run.detail) > len(NUMBERS)


def _others(run: Tally) -> int:
    """Return how many cards beside those of the accused paid the payee in the fullest window."""
    return int(run.peak) - sum(run.detail[2:3])
