"""One free trial after the other: accounts that sign up in turn on one device, each to be paid for with one card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import field

from detectors.base import Finding, Signal, by_event
from detectors.by_time import times_since
from detectors.card_testing_newcomers import NEWCOMER
from detectors.card_trials import Trials, of_one_card
from detectors.first_times import NEVER, earliest, in_order
from detectors.pairs import PARTED, pairs_of
from detectors.recurrence import DAY_S
from detectors.settled_window import OverWindow, SettledState
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

KEPT = 64  # sign-ups on a device, the earliest
AGED_S = 8 * DAY_S  # after which nobody counts as new, and a little more


class TrialsState(SettledState, array_like=True):
    """Adds by account when it signed up on the device."""

    born: dict[str, float] = field(default_factory=dict)


class CardSharingSlow(OverWindow):
    """Accounts in four weeks that signed up on one device and, not a week old, paid there with one card, in turn.

    Fires on seven, on five days or more and none much sooner after the last than the others. Quiet on a family, on an
    employer or a school (who sign up together, or on devices of their own), on a reseller or an office that opens
    accounts as customers or hires come, on guests without accounts, on one account that pays often, on refused
    payments. Judged once a day is over. Fails where no device is told or each account has its own, and where accounts
    are opened side by side. Takes who opens an account a week for others, to the day, for a cycler. Cost: a microsecond
    a sign-up or newcomer's payment; state: 60 bytes for a device on which anybody signed up, 400 where he paid, too.
    """

    name = "card_sharing_slow"
    keyed_by = "device"
    kinds = ("account.signup", "account.payment")
    area = "payment_fraud"
    state_type = TrialsState
    ties = ("card", "ip")
    steps = 28
    members_are_accounts = False
    ttl_s = 40 * DAY_S

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 2_419_200.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of a sign-up, or of a newcomer's payment with a card that is not refused."""
        if not event.device:
            return ()
        if event.type == "account.signup":
            return (event.device,)
        return (event.device,) if event.novel & NEWCOMER and event.card and event.outcome is not False else ()

    def member(self, event: Event) -> str | None:
        """Count pairs of card and account."""
        return f"{event.card}{PARTED}{event.subject}" if event.card else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base for a payment; note who signs up."""
        if event.type != "account.signup":
            return super().learn(event, state, signal)
        own, name = cast("TrialsState", state), event.subject
        if event.time < own.born.get(name, NEVER):
            own.born = earliest(own.born, name, event.time, KEPT) if own.born else {name: event.time}
        return False

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the payment included; None for few accounts."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts were paid for with the card that paid for most, wherever they signed up."""
        return len(of_one_card([*pairs_of(self._window(state, end)), *([member] if member else [])]))

    def _trials(self, state: WindowState, end: int) -> Trials:
        """Return who of them signed up here."""
        names, born = of_one_card(pairs_of(self._window(state, end))), cast("TrialsState", state).born
        return Trials({name: born[name] for name in sorted(names) if name in born})

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        found = self._trials(state, end)
        return gamma_poisson(len(found.names) - 1, *past) if found.in_turn() else 0.0

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        hot = super()._accuse(state, end, count, past, surprise)
        if hot:
            for name, time in self._trials(state, end).names.items():
                state.tallies[end].mark(name, time)
        return hot

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts signed up in turn, and on how many days."""
        found = self._trials(state, end)
        return len(found.names), found.days()

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; forget who signed up before any payment of a window could be a newcomer's."""
        super().prune(state, watermark)
        own, oldest = cast("TrialsState", state), watermark - self.reach_s - AGED_S
        own.born = times_since(own.born, oldest)

    # Sentences.

    def breached(self, run: Tally) -> bool:
        """Nothing was entered: accounts are marked as those of one card."""
        return False

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name the accounts of the one card."""
        return super().explain(run, state, key).naming(in_order(run.marked or {}))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {**self.numbers(run), **dict(zip(("signed_up_in_turn", "on_days"), run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, over how many days."""
        accounts, days = (*run.detail, 0, 0)[:2]
        reason = (
            f"{accounts} accounts signed up on one device ({key}) within {self.window_s / DAY_S:.0f} days, on {days} "
            f"days, each about as long after the last as the others, and each was then paid for with the same card "
            f"({self.usually(run, 'there', 'for a device')})."
        )
        return reason, "See whether one person takes free trials in turn: count them as one, or ask for another card."
