"""How `usage_spike` judges a bucket: by the level of its key, its past days and hours, and what it is refused."""

from __future__ import annotations

from detectors.recurrence import DAY_S, WORTH_ASKING, days_of, most_surprise, note
from detectors.usage_buckets import UsageState
from detectors.usage_denied import Denied, denied_in
from detectors.usage_hours import unusual
from detectors.usage_learning import UsageLearning
from detectors.usage_level import Usual
from detectors.usage_products import Product
from schemas.event import Event

MONTHLY = 2.0  # surprise at most of what a key does at home in its first month: one in 100 has such a job


class UsageJudging(UsageLearning):
    """Base of `UsageSpike`. Cost: 10 microseconds for a bucket whose days have to be asked."""

    def _judged(self, state: UsageState, past: UsageState | Product, totals: dict[int, float], bucket: int,
                total: float, event: Event | None = None) -> tuple[float, Usual]:  # fmt: skip
        """Return a bucket's surprise, by the level of `lag` buckets before, which no late event can change any more.

        `event`: one of the bucket that is not counted yet. Its hours are those of buckets that are learned: the last of
        these are no neighbours of what is late. What is refused is no use of an hour: whose key is old goes on trying
        at any.
        """
        usual = self._levels.usual(past.level, totals, bucket - self.lag)
        surprise = self._levels.surprise(total, usual)
        if surprise < WORTH_ASKING:
            return surprise, usual
        days = days_of(past.days)
        for index, seen in totals.items():
            note(days, index * self.step_s, seen)
        time = bucket * self.step_s
        if state.tallies:
            days = self._untold(state, days)
        bounded = min(surprise, most_surprise(days, time, total))
        if odd := unusual(state.hours, state.days, time):
            answered = state.answered(past, bucket, total)
            hourly = min(self._levels.surprise(answered, usual) + odd, most_surprise(days, time, answered))
            bounded = max(bounded, hourly if answered > 0 else 0.0)
        if bounded > MONTHLY and self._is_monthly(state, bucket, event):
            return MONTHLY, usual
        return bounded, usual

    def _untold(self, state: UsageState, days: dict[int, float]) -> dict[int, float]:
        """Return the days but those of the alert that is open: a theft begun before midnight is no job that recurs."""
        told = {int(at * self.step_s // DAY_S) for at, tally in state.tallies.items() if tally.hot}
        return {day: peak for day, peak in days.items() if day not in told} or days

    def _is_monthly(self, state: UsageState, bucket: int, event: Event | None) -> bool:
        """Tell whether a bucket may be of a job that runs once a month: in a key's first month, all of it from home."""
        homes = state.homes
        if homes is None or not homes.is_first_month(bucket * self.step_s) or bucket in homes.away:
            return False
        return event is None or not homes.is_away(event)

    def _denied(self, event: Event, state: UsageState, further: float = 0.0) -> Denied:
        """Return what the event's bucket was refused, if the key has too few others to be judged by its level."""
        totals, bucket = self._totals(state), int(event.time // self.step_s)
        usual = self._levels.usual(state.level, totals, bucket - self.lag)
        if usual.n >= self.grace:
            return Denied()
        return denied_in(self._levels, usual, state, totals, event, self.step_s, further)
