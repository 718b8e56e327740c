"""The last step of calibration: how rare a pooled surprise is among all earlier ones of the same series."""

from __future__ import annotations

from math import log10

from detectors.ranks import BINS_A_FOLD, Counts

PARTS = BINS_A_FOLD  # bins a unit of surprise: as many as `Ranks` have in a factor of e
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
        start, peaks, excess = tail_of(self)
        if pooled <= start:
            return rank
        return beyond_tail(self.n, pooled - start, peaks, max(excess, LEAST_EXCESS))


def tail_of(counts: Counts, *, low: bool = False) -> tuple[float, float, float]:
    """Return where the tail begins, how many values lie in it, and their mean excess; `low`: that of low values."""
    most, held, total, start, sign = max(LEAST_PEAKS, TAIL * counts.n), 0.0, 0.0, 0, -1 if low else 1
    for index in sorted(counts.bins, reverse=not low):
        if held >= most:
            break
        start, held = index, held + counts.bins[index]
        total += counts.bins[index] * (index + 0.5)
    edge = start + low  # where a bin of low values begins, seen from above
    return edge / PARTS, held, sign * (total / max(held, 1.0) - edge) / PARTS


def beyond_tail(n: float, distance: float, peaks: float, excess: float, told: float | None = None) -> float:
    """Return the surprise of a value so far beyond the begin of a tail of `n` values, by its predictive distribution.

    `told`: how many of the peaks are independent of each other.
    """
    freedom = peaks if told is None else told
    return -log10(peaks / n) + freedom * log10(1 + distance / (freedom * excess))
