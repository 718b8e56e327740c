"""Card testing by new accounts, patient or at night: newcomers' refused cards over the site in six hours."""

from __future__ import annotations

from typing import ClassVar, cast

from detectors.base import Finding, Signal
from detectors.by_time import since
from detectors.card_paid_after import without
from detectors.card_reasons import suspicious
from detectors.card_testing_newcomers_past import NewcomersPast
from detectors.card_testing_newcomers_state import NewcomersState, mostly_refused
from detectors.merchant_told import note_merchant, refused_at
from detectors.steps import HOUR_S
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, accounts_of, distinct
from schemas.event import FRESH, NEW_ACCOUNT, NEW_HERE, Event

NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE
WATCHED_HOURS = 24.0  # before, every account is new
SEVERAL = 10  # accounts refused, below which it is for the others to see


class CardTestingNewcomers(NewcomersPast):
    """Distinct cards of new accounts refused for the card's sake over the whole site in six hours, against its past.

    A newcomer signed up within the week, or was never seen before. Most honest refusals are of known accounts, whose
    number hides a tester who takes a new account for each two cards, a few an hour or in the small hours.
    Quiet on a campaign that brings newcomers (as many more are taken), on a fault that does not say so: it refuses
    known accounts, too, and as many times more refusals of newcomers are then usual; hours in which most payments of
    known accounts are refused do not count. Judged each hour once it is over. Says nothing in a stream's first day.
    Names nobody whose refused card was then taken in the window: so owners try again, testers go on to the next card.
    Fails on accounts older than a week, and where newcomers' refusals are as many as a rule.
    """

    name = "card_testing_newcomers"
    version = 2
    keyed_by = "site"
    kinds = ("account.payment",)
    area = "payment_fraud"
    state_type = NewcomersState
    members_are_accounts = False
    idle_s = 86_400.0  # who tests by night comes again the next
    by_card: ClassVar[bool] = True

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 12,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count the cards of newcomers' suspicious refusals."""
        return (event.card or event.id) if event.novel & NEWCOMER and not event.outcome and suspicious(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count where."""
        note_merchant(event, tally)

    def remembers(self, event: Event) -> bool:
        """Note what is taken, and what of others is refused: they tell what is usual just now."""
        return bool(event.outcome) or suspicious(event)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Keep the hour's sums; as in the base for what is counted."""
        if not self.remembers(event):
            return False
        own: NewcomersState = state  # type: ignore[assignment]  # `state_type`; no cast: a call a payment
        sums = own.hours.setdefault(int(event.time // HOUR_S), [0.0] * 4)
        sums[2 * (not event.novel & NEWCOMER) + (not event.outcome)] += 1
        if event.outcome:
            if event.card and event.novel & NEWCOMER and self.by_card:
                own.pay(int(event.time // HOUR_S), event.card, event.subject)
            return False
        if self.member(event) is None:
            return False
        return super().learn(event, state, signal)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        own = cast("NewcomersState", state)
        if self._known(own, end)[4] < WATCHED_HOURS:
            return 0.0
        down = {hour for hour in self._hours(end) if mostly_refused(own.hours.get(hour))}
        window = [tally for tally in self._window(state, end) if int(tally.first // HOUR_S) not in down]
        if len(accounts_of(window)) < SEVERAL:
            return 0.0
        return gamma_poisson(distinct(window) - 1, *past)

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; note of a hot window whose card was taken after all."""
        hot = super()._accuse(state, end, count, past, surprise)
        if hot and self.by_card:
            own = cast("NewcomersState", state)
            paid = [own.paid[hour] for hour in self._hours(end) if hour in own.paid]
            for tally in self._window(state, end):
                _acquit(tally, paid)
        return hot

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; who paid with the card that was refused is not concerned."""
        return without(super().explain(run, state, key), run.strangers or {})

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the hours that are over and in no window any more."""
        super().prune(state, watermark)
        own = cast("NewcomersState", state)
        oldest = int((watermark - self.reach_s) // HOUR_S) - 2
        own.paid = since(own.paid, oldest)
        own.fold(watermark - self.window_s - 2 * self.step_s)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts were refused in the window."""
        return (len(accounts_of(self._window(state, end))),)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards on how many accounts, and what is usual."""
        reason = (
            f"{run.peak:,.0f} cards of accounts that had signed up within the week, or were first seen then, were "
            f"refused for reasons that may lie in the card within {self.window_s / HOUR_S:.0f} h over the whole site "
            f"(usual with as many such payments taken: {run.usual:.1f}), on "
            f"{(run.detail or (len(run.accounts or ()),))[0]} accounts{refused_at(run, run.n)}."
        )
        return reason, "Challenge first payments of new accounts while it lasts; look at what these have in common."


def _acquit(tally: Tally, paid: list[dict[str, str]]) -> None:
    """Mark those refused in a bucket who paid with a card that was refused there."""
    owners = {taken[card] for taken in paid for card in tally.members if card in taken}
    for name, time in (tally.accounts or {}).items():
        if name in owners:
            tally.stranger(name, time)
