"""How `usage_spike` learns a key's level: buckets that no late event can change any more are closed, oldest first."""

from __future__ import annotations

from math import ceil

from detectors.base import LATENESS_MAX_S, Detector
from detectors.recurrence import DAY_S, noted
from detectors.rhythm import STEADY_FROM
from detectors.usage_buckets import UsageState
from detectors.usage_hours import with_hour
from detectors.usage_level import Levels
from detectors.usage_products import PRODUCTS_KEPT, Product, main_ones
from schemas.event import Event


class UsageLearning(Detector[UsageState]):
    """Base of `UsageSpike`. Cost: 2 microseconds for each level when a bucket closes."""

    def __init__(self, alert_at: float = 0.5, *, step_s: float = 1800.0, least_units: float = 10.0,
                 fading: float = 0.02, spread: float = 1.0, grace: int = 12) -> None:  # fmt: skip
        """Set the bucket (seconds) and the model.

        `least_units`: never accuse below; `fading`: the newest closed bucket's weight; `spread`: the population's
        standard deviation of log(1 + units) within a key; `grace`: closed buckets before anything is said.
        """
        super().__init__(alert_at)
        self.step_s, self.least_units, self.fading, self.spread, self.grace = (
            step_s, least_units, fading, spread, grace)  # fmt: skip
        self.reach_s = self.question_s = step_s
        self.lag = 1 + ceil(LATENESS_MAX_S / step_s)
        self.learned = 2 * self.lag  # buckets behind the newest that no judgement can need apart
        self._levels = Levels(fading, spread, grace)

    def _known(self, state: UsageState, event: Event) -> Product | None:
        """Return the product whose units the event tells, if its level is known: else requests tell of it."""
        if event.units is None or (product := state.products.get(event.product or "")) is None:  # as `series`
            return None
        return product if product.is_known(int(event.time // self.step_s) - self.lag, self.grace) else None

    def _turned_even(self, state: UsageState) -> bool:
        """Tell whether a key whose events come evenly now was uneven for most of what its level has seen."""
        return self._levels.mostly(state.uneven, state.level.n + len(self._totals(state)))

    def _begin(self, state: UsageState, bucket: int) -> None:
        """Begin a new bucket; close older ones for it."""
        if state.oldest <= bucket - self.learned:
            self._close_all(state, bucket - self.learned)
        state.uneven = (1.0 - self.fading) * state.uneven + (state.steady < STEADY_FROM)
        state.newest = bucket

    def _totals(self, state: UsageState) -> dict[int, float]:
        return state.open_totals(self.step_s, state.newest - self.learned)

    def _close_all(self, state: UsageState, last: int) -> None:
        """Close buckets up to `last`, which no judgement can need apart; keep the main products."""
        self._close(state, self._totals(state), last)
        for product in state.products.values():
            if product.totals and min(product.totals) <= last:
                self._close(product, dict(product.totals), last)
        if len(state.products) > PRODUCTS_KEPT:
            state.products = main_ones(state.products, int(last * self.step_s // DAY_S), 12)

    def _close(self, past: UsageState | Product, totals: dict[int, float], last: int) -> None:
        """Show River the buckets up to `last`, oldest first."""
        for index in sorted([index for index in totals if index <= last]):
            total = totals.pop(index)
            past.level = self._levels.learned(past.level, total)
            past.days = noted(past.days, index * self.step_s, total)
            if isinstance(past, UsageState):
                past.hours = with_hour(past.hours, index * self.step_s)
        past.closed(totals, last)

    def prune(self, state: UsageState, watermark: float) -> None:
        """Drop closed buckets that no event can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // self.step_s) - 1
        state.dropped(oldest, min(oldest, state.newest - self.learned + 1) * self.step_s)
