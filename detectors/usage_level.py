"""The usual fullness of a key's buckets, and how surprising a fuller one is."""

from __future__ import annotations

from math import log1p, sqrt
from typing import NamedTuple

from detectors.river_models import Level, learned
from detectors.surprise import student_tail

PRIOR_WEIGHT = 12  # closed buckets that the population's spread is worth against the key's own
MOST_SPREADS = 4.0  # a bucket farther off teaches only as much as one at this distance


class Usual(NamedTuple):
    """The level of log(1 + units) a bucket: buckets seen, mean, variance."""

    n: int
    mean: float
    variance: float

    def after(self, value: float, fading: float) -> Usual:
        """Return the level one bucket later, as River's EWMean and EWVar would have it."""
        if not self.n:
            return Usual(1, value, 0.0)
        mean = fading * value + (1 - fading) * self.mean
        square = fading * value * value + (1 - fading) * (self.variance + self.mean * self.mean)
        return Usual(self.n + 1, mean, max(0.0, square - mean * mean))


def usual_of(level: Level) -> Usual:
    """Return a level as it is compared with buckets."""
    return Usual(level.n, level.mean, level.variance)


class Levels(NamedTuple):
    """How levels are learned and asked: see the settings of `UsageSpike`."""

    fading: float
    spread: float
    grace: int

    def surprise(self, total: float, usual: Usual) -> float:
        """Return the upper tail of Student's t for a bucket of `total` units; 0 before the grace is over."""
        return 0.0 if usual.n < self.grace else self.surprise_of_few(total, usual)

    def surprise_of_few(self, total: float, usual: Usual) -> float:
        """As `surprise`, however few buckets there are: the fewer, the more the population's spread counts."""
        freedom = PRIOR_WEIGHT + min(usual.n, int(1 / self.fading))
        return student_tail(round((log1p(total) - usual.mean) / self._spread(usual), 2), freedom)

    def usual(self, level: Level, totals: dict[int, float], last: int) -> Usual:
        """Return the level rolled forward over the buckets up to `last`, which River has not been shown yet."""
        usual = usual_of(level)
        for index in sorted([i for i in totals if i <= last]):
            value = self._clipped(log1p(totals[index]), usual)
            usual = usual.after(value, self.fading)
        return usual

    def learned(self, level: Level, total: float) -> Level:
        """Show River one more closed bucket."""
        value = log1p(total)
        if level.n >= self.grace:
            value = self._clipped(value, usual_of(level))
        return learned(level, value, self.fading)

    def mostly(self, sum_: float, n: int) -> bool:
        """Tell whether a fading sum over `n` buckets (1 where something was so) says that it was so in most of them."""
        return 2.0 * self.fading * sum_ > 1.0 - (1.0 - self.fading) ** n

    def _spread(self, usual: Usual) -> float:
        own = PRIOR_WEIGHT / (usual.n + PRIOR_WEIGHT)
        return sqrt(own * self.spread**2 + (1 - own) * usual.variance + (0.1 * self.spread) ** 2)

    def _clipped(self, value: float, usual: Usual) -> float:
        if usual.n < self.grace:
            return value
        reach = MOST_SPREADS * self._spread(usual)
        return min(max(value, usual.mean - reach), usual.mean + reach)
