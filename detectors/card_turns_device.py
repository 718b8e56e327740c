"""Stolen cards spent one at a time on a telephone: several accounts, each of which pays with ever another card."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.judged_steps import theirs_alone
from detectors.merchant_told import most_at, note_merchant
from detectors.network import network_of
from detectors.pairs import PARTED, Counted, by_first, carry_event, pairs_of
from detectors.recurrence import DAY_S
from detectors.settled_window import OverWindow
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.went_through import note_through, told
from detectors.window import WindowState
from schemas.event import Event

CARDS = 3  # of an account: of 7,900 devices of a made-up marketplace none had an honest one with three in two weeks
A_DAY = 2.0  # cards of an account in a day, on average at most: whoever takes customers' cards takes many
MOVES = 0.5  # networks for each card, at least, as in `payee_cards`: a till stands somewhere


class CardTurnsDevice(OverWindow):
    """Accounts that pay on one device with three cards or more each, all taken, in two weeks.

    Few are refused, each pays once, and mostly a page that is the thief's own, from which the money is paid out:
    nothing that looks at refusals or at a day sees it. Fires on three such accounts, whatever their age, on a device
    that moves about. Quiet on families (two cards each), on a till, a kiosk or a courier's terminal (many cards an
    account and day), on what stands in one place, on one account or two, on refused cards (`card_testing_device_slow`).
    Judged once a day is over. Fails where each account has a device, pays with two cards, or all sit at home, and where
    no device, address or card is told. Takes market stalls for it whose three sellers each take a customer's card a
    day. Cost: 6 microseconds a payment with a card; state: 280 bytes for a device's first payment of a day.
    """

    name = "card_turns_device"
    keyed_by = "device"
    kinds = ("account.payment",)
    area = "payment_fraud"
    ties = ()
    steps = 14
    idle_s = 4 * DAY_S  # one card a day, and some days off
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 1_209_600.0, least: float = 3,
                 usual: float = 0.0005, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; what is counted are accounts with `CARDS` cards."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._cards = Counted()

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of a payment with a card that was taken."""
        return (event.device,) if event.card and event.outcome and event.device and event.ip else ()

    def member(self, event: Event) -> str | None:
        """Count pairs of account and card."""
        return f"{event.subject}{PARTED}{event.card}"

    def note(self, event: Event, tally: Tally) -> None:
        """Keep which payment is whose, from where, to whom, and what went through."""
        carry_event(event, tally)
        tally.stranger(network_of(event.ip or ""), event.time)
        note_merchant(event, tally)
        note_through(event, tally)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise so far, the event included; None for few."""
        return self._of_many(event, state, key)

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts paid with so many cards."""
        cards = self._cards.of(self._window(state, end))
        return cards.reached[CARDS] + (cards.with_one(member) == CARDS)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many; 0 for what takes customers' cards."""
        window = self._window(state, end)
        cards, networks = _cards_and_networks(window)
        days = sum([len(by_first(tally.members)) for tally in window])
        if cards > A_DAY * days or networks < MOVES * cards:
            return 0.0
        return gamma_poisson(count - 1, *past)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many cards and networks there were, and how many accounts in all."""
        window = self._window(state, end)
        return *_cards_and_networks(window), len(by_first(pairs_of(window)))

    def _to_heat(self, window: Sequence[Tally]) -> Sequence[Tally]:
        """Return the buckets in which those accounts paid, which then show and name these alone."""
        mine = {name for name, cards in by_first(pairs_of(window)).items() if cards >= CARDS}
        return theirs_alone(window, mine)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Name the accounts, the earliest first."""
        return super().explain(run, state, key).naming(in_order(run.marked or {}))

    def breached(self, run: Tally) -> bool:
        """Nothing was entered: accounts are marked as those accused."""
        return False

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        names = ("cards", "networks", "accounts_on_the_device")
        return {**self.numbers(run), **dict(zip(names, run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, how many cards, and where the money went."""
        cards, networks, _ = (*run.detail, 0, 0, 0)[:3]
        most = most_at(run, run.n, f"the {run.n:,} payments")
        sums = f"; {sum_of} went through over all its days" if (sum_of := told(run.extra)) else ""
        reason = (
            f"On one device ({key}) {run.peak:,.0f} accounts paid with {CARDS} cards or more each within "
            f"{self.window_s / DAY_S:.0f} days, all taken, from {networks} networks: {cards} cards on it in all "
            f"({self.usually(run, 'there', 'for a device')}){sums}{most}."
        )
        return reason, (
            "See whether one person is behind the accounts, and behind those they paid; if so hold the payouts, and "
            "tell the card issuers. A courier or a stall that takes customers' cards for several sellers looks so, too."
        )


def _cards_and_networks(window: Sequence[Tally]) -> tuple[int, int]:
    networks = {network for tally in window for network in tally.strangers or ()}
    return len(pairs_of(window)), len(networks)
