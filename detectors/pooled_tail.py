"""The last step of calibration: how rare a pooled surprise is among all earlier ones of the same series."""

from __future__ import annotations

from math import log10

from msgspec import Struct, field

PARTS = 10  # bins a unit of surprise
TAIL = 0.02  # the share of values that the tail is fitted to
LEAST_SEEN = 50  # values before a tail is fitted
LEAST_EXCESS = 0.2  # of the fitted tail: a series of equal values must not make the next one infinitely rare
FORGET_AT = 8192


class PooledTail(Struct, array_like=True):
    """A histogram of pooled surprises (>= 0) and an exponential tail beyond the highest 2 per cent.

    Peaks over a threshold with shape 0 (Siffer et al. 2017 fit the shape too; with 80 peaks it is not worth its noise).
    The mean excess is itself a guess from 10 to 160 peaks, so what is asked is the predictive tail, a Lomax
    distribution; taking the guess for the truth made what happens once in 10,000 steps seem eight times as rare.
    """

    n: float = 0.0
    bins: dict[int, float] = field(default_factory=dict)

    def surprise(self, pooled: float) -> float:
        """Return -log10 of the chance of a pooled surprise at least as large."""
        edge = int(pooled * PARTS)
        rank = log10((self.n + 1) / (1 + sum([count for index, count in self.bins.items() if index >= edge])))
        if self.n < LEAST_SEEN:
            return rank
        start, peaks, excess = self._tail()
        if pooled <= start:
            return rank
        return -log10(peaks / self.n) + peaks * log10(1 + (pooled - start) / (peaks * excess))

    def _tail(self) -> tuple[float, float, float]:
        """Return where the tail begins, how many values lie in it, and their mean excess."""
        most, held, total, start = max(10.0, TAIL * self.n), 0.0, 0.0, 0
        for index in sorted(self.bins, reverse=True):
            if held >= most:
                break
            start, held = index, held + self.bins[index]
            total += self.bins[index] * (index + 0.5)
        excess = (total / held - start) / PARTS
        return start / PARTS, held, max(excess, LEAST_EXCESS)

    def learn(self, pooled: float) -> None:
        """Count a pooled surprise."""
        index = int(pooled * PARTS)
        self.bins[index] = self.bins.get(index, 0.0) + 1
        self.n += 1
        if self.n >= FORGET_AT:
            self.bins = {index: count / 2 for index, count in self.bins.items() if count > 1}
            self.n = sum(self.bins.values())
