"""The usual fullness of a key's buckets, rolled forward over the few that River has not been shown yet."""

from __future__ import annotations

from typing import NamedTuple


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
