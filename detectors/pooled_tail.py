"""The last step of calibration: how rare a pooled surprise is among all earlier ones of the same series."""

from __future__ import annotations

from math import log10

from detectors.ranks import Counts

PARTS = 10  # bins a unit of surprise
TAIL = 0.02  # the share of values that the tail is fitted to
LEAST_SEEN = 50  # values before a tail is fitted
LEAST_PEAKS = 10.0  # that the tail is fitted to
LEAST_EXCESS = 0.2  # of the fitted tail: a series of equal values must not make the next one infinitely rare


def part_of(pooled: float) -> int:
    """Return the bin of a pooled surprise."""
    return int(pooled * PARTS)


class PooledTail(Counts, array_like=True):
    """A histogram of pooled surprises (>= 0) and an exponential tail beyond the highest 2 per cent.

    Peaks over a threshold with shape 0 (Siffer et al. 2017 fit the shape too; with 80 peaks it is not worth its noise).
    The mean excess is itself a guess from 10 to 160 peaks, so what is asked is the predictive tail, a Lomax
    distribution; taking the guess for the truth made what happens once in 10,000 steps seem eight times as rare.
    """

    def surprise(self, pooled: float, edge: int, beyond: float) -> float:
        """Return -log10 of the chance of a pooled surprise at least as large; `beyond` lie in its bin or higher."""
        rank = log10((self.n + 1) / (1 + beyond))
        if self.n < LEAST_SEEN or beyond - self.bins.get(edge, 0.0) >= max(LEAST_PEAKS, TAIL * self.n):
            return rank  # as of nearly all values: the tail begins in a higher bin
        start, peaks, excess = self._tail()
        if pooled <= start:
            return rank
        return -log10(peaks / self.n) + peaks * log10(1 + (pooled - start) / (peaks * excess))

    def _tail(self) -> tuple[float, float, float]:
        """Return where the tail begins, how many values lie in it, and their mean excess."""
        most, held, total, start = max(LEAST_PEAKS, TAIL * self.n), 0.0, 0.0, 0
        for index in sorted(self.bins, reverse=True):
            if held >= most:
                break
            start, held = index, held + self.bins[index]
            total += self.bins[index] * (index + 0.5)
        excess = (total / held - start) / PARTS
        return start / PARTS, held, max(excess, LEAST_EXCESS)
