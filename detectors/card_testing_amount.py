"""Card testing at leisure with one small amount: of those who pay it in their first hour most are refused."""

from __future__ import annotations

from collections import Counter
from math import log10
from typing import cast

from detectors.at_once import ONE_HOUR_MOST, most_in_an_hour
from detectors.base import Finding, Signal
from detectors.by_time import since
from detectors.card_reasons import suspicious
from detectors.card_testing_amount_state import DAYS_KEPT, Amount, AmountState, share_of
from detectors.card_testing_newcomers import CardTestingNewcomers
from detectors.card_testing_newcomers_past import SWING
from detectors.card_testing_newcomers_state import mostly_refused
from detectors.first_times import in_order
from detectors.pairs import PARTED, Counted, by_first, first_of, show
from detectors.recurrence import DAY_S
from detectors.steps import HOUR_S
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, NEW_HERE, Event

FIRST = NEW_HERE | NEW_ACCOUNT  # a trial's end or a renewal is refused more often than what people come to buy
WATCHED_HOURS = 72.0  # as long as newcomers are none, or all


class CardTestingAmount(CardTestingNewcomers):
    """Accounts in their first hour that were refused for the card's sake, of all that paid one exact amount in a day.

    A tester with a list of cards puts each through with the same smallest amount. Who takes a new guest, address and
    card for each, a score a day, shows nowhere else: the site has as many honest refusals. Fires where far more are
    refused than twice the share of other amounts, of the site's newcomers on other days, and of the amount itself on
    most of its days. Quiet on what is refused as often as ever (a check of cards), on a sale, on a fault (other amounts
    are refused, too; hours in which known accounts mostly are do not count), on what comes within an hour. Judged each
    hour once it is over; silent for three days. Fails where amounts vary or all pay the same one, and on accounts older
    than an hour. Cost: 2 microseconds a payment; state: 50 bytes for an amount of an hour or day, or a refusal.
    """

    name = "card_testing_amount"
    version = 1
    by_card = False
    state_type = AmountState
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 8,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._pairs = Counted()

    def member(self, event: Event) -> str | None:
        """Count pairs of an amount and an account that was refused."""
        first = event.novel & FIRST and event.amount_minor and suspicious(event)
        return f"{event.amount_minor:.0f}{PARTED}{event.subject}" if first else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; count what was taken by its amount."""
        if event.amount_minor and event.novel & FIRST and (event.outcome or suspicious(event)):
            own: AmountState = state  # type: ignore[assignment]  # as in the base
            own.add(float(round(event.amount_minor)), event.time, taken=event.outcome is True)
        return super().learn(event, state, signal)

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts were refused on the amount of which most were."""
        pairs = self._pairs.of(self._window(state, end))
        return max(pairs.most, pairs.with_one(member))

    def note(self, event: Event, tally: Tally) -> None:
        """Keep which event is of what amount."""
        tally.carry(f"{event.amount_minor:.0f}{PARTED}{event.id}", event.time)

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; a hot window shows refusals of its amount."""
        hot = super()._accuse(state, end, count, past, surprise)
        for tally in self._window(state, end) if hot else ():
            show(tally, (str(tally.detail[0]),))
        return hot

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return self._fullest(cast("AmountState", state), end).surprise

    def _fullest(self, state: AmountState, end: int) -> Amount:
        """Return the most surprising amount of a window; none while the site is not known."""
        known = self._known(state, end)
        if known[4] < WATCHED_HOURS:
            return Amount()
        hours = [hour for hour in self._hours(end) if not mostly_refused(state.hours.get(hour))]
        members = [tally.members for tally in self._window(state, end) if int(tally.first // HOUR_S) in hours]
        refused = by_first({pair for some in members for pair in some})
        taken = Counter[float]()
        for hour in hours:
            taken.update(state.taken.get(hour, {}))
        enough = sorted([amount for amount, number in refused.items() if number >= self.least])
        before, best = share_of(known[1], known[0] + known[1]), Amount()
        for amount in enough:
            bad, paid = refused[amount], refused[amount] + taken[float(amount)]
            others = sum(refused.values()) - bad, sum(refused.values()) + sum(taken.values()) - paid
            own = state.usual(float(amount), int(self._hours(end)[0] * HOUR_S // DAY_S))
            chance = min(0.9, SWING * max(before, share_of(*others), own))
            times = sorted([time for some in members for pair, time in some.items() if first_of(pair) == amount])
            if most_in_an_hour(times) <= ONE_HOUR_MOST * len(times):
                surprise = max(0.0, binomial(paid, bad, chance) - log10(len(enough)))
                best = max(best, Amount(surprise, float(amount), bad, paid, *others))
        return best

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was taken goes with its window."""
        super().prune(state, watermark)
        own, oldest = cast("AmountState", state), int((watermark - self.reach_s) // HOUR_S) - 2
        own.taken = since(own.taken, oldest)
        own.days = since(own.days, int(watermark // DAY_S) - DAYS_KEPT)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the amount, and who was refused and paid, on it and on all others."""
        return tuple(map(int, self._fullest(cast("AmountState", state), end)[1:]))

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name who was refused on the amount."""
        mine = dict[str, float]()
        for pair, time in run.members.items():
            if run.detail and first_of(pair) == str(run.detail[0]):
                mine[pair.partition(PARTED)[2]] = time
        return super().explain(run, state, key).naming(in_order(mine))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        names = ("amount_minor", "refused", "paid_or_tried", "refused_of_others", "paid_or_tried_others")
        return {**self.numbers(run), **dict(zip(names, run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many of those that paid the amount were refused, and how many of the others."""
        amount, refused, paid, bad, others = (*run.detail, 0, 0, 0, 0, 0)[:5]
        reason = (
            f"{refused} accounts in their first hour were refused one amount ({amount} of the smallest unit) within "
            f"{self.window_s / HOUR_S:.0f} h over the whole site, for reasons that may lie in the card, of {paid} such "
            f"payments of it; of those of other amounts {bad} of {others} were."
        )
        return (
            reason,
            "Challenge first payments of this amount while it lasts; look at what the refused have in common.",
        )
