"""Which buckets of a key become hot: full ones, or what was refused in them."""

from __future__ import annotations

from math import expm1

from detectors.usage_amount import mark, measure
from detectors.usage_buckets import UsageState
from detectors.usage_denied import count_denied
from detectors.usage_hours import AT_NEW_HOURS, unusual
from detectors.usage_judging import UsageJudging
from detectors.usage_products import Product
from schemas.event import Event

SEVERAL = 3  # events in a bucket: a visit that is told as a sum is one, or two
SUMS_KNOWN = 10  # events that told more than one request, from which on sums are compared with sums


class UsageSpikeHeated(UsageJudging):
    """Base of `usage_spike`: looks at a bucket again once an event is counted in it."""

    def _heat(self, state: UsageState, bucket: int, name: str | None, *, keyed: bool) -> None:
        """Make the bucket hot if it is full enough of a product's units, or of requests.

        Of a visit that is told as a sum nothing is known where the past was told one by one (an app's pages, without a
        key): its requests are no more at once than theirs were.
        """
        past: UsageState | Product | None = state if name is None else state.products.get(name)
        if past is None:
            return
        if name is None:
            seen = state.level.n
            if seen < self.grace and seen + len(state.slips) + len(state.totals) < self.grace:
                return  # or fewer were seen: nothing is known yet
            total = state.requests_in(bucket, self.step_s)
        else:
            total = past.totals.get(bucket, 0.0)
        if total < self.least_units:  # as nearly always
            return
        totals = self._totals(state) if name is None else past.totals
        surprise, usual = self._judged(state, past, totals, bucket, total)
        if surprise >= self.hot_from:
            state.count_all(self.step_s, state.newest - self.learned)
            if name is None and not keyed and state.sums < SUMS_KNOWN and state.tallies[bucket].n < SEVERAL:
                return
            state.crested(bucket, total, expm1(usual.mean), surprise, mark(measure(name)), bucket - self.lag)
            if unusual(state.hours, state.days, bucket * self.step_s):
                state.tallies[bucket].extra = {**(state.tallies[bucket].extra or {}), AT_NEW_HOURS: 1.0}

    def _refuse(self, event: Event, state: UsageState, bucket: int) -> None:
        """Count what is refused; make the bucket hot if that says enough, of a key too seldom used to have a level."""
        count_denied(event, state, bucket, state.newest - self.learned, self.step_s)
        found = self._denied(event, state)
        if found.surprise >= self.hot_from and found.refused >= self.least_units:
            usual = self._levels.usual(state.level, self._totals(state), bucket - self.lag)
            state.count_all(self.step_s, state.newest - self.learned)
            state.crested(bucket, found.refused, expm1(usual.mean), found.surprise, (found.days, found.refused_days),
                          bucket - self.lag)  # fmt: skip
