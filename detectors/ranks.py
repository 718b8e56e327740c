"""How rare a value is among all that were seen: ranks from a histogram whose bins widen with the value."""

from __future__ import annotations

from math import log, log10

from msgspec import Struct, field

BINS_A_FOLD = 10  # bins in a factor of e: values within ten per cent are one
FORGET_AT = 8192  # values (four weeks of five minutes): then all counts are halved
SMALLEST = 1e-9


class Counts(Struct, array_like=True):
    """Counts by bin. Bounded: bins held by half a value or less are dropped at each halving. State: 3 bytes a bin.

    Values mostly lie near the one before, so it is remembered how many lie at its bin or higher, and what is between is
    added or taken off: the sums are whole numbers (or halves, quarters), and so the same in any order.
    """

    n: float = 0.0
    bins: dict[int, float] = field(default_factory=dict)
    at: int = 0
    over: float = -1.0  # how many lie in bin `at` or higher; negative where nobody has counted

    def beyond(self, edge: int) -> float:
        """Return how many values lie in bin `edge` or higher."""
        bins, at, over = self.bins, self.at, self.over
        if over < 0 or 2 * abs(edge - at) > len(bins):
            return sum([count for index, count in bins.items() if index >= edge])
        if edge > at:
            return over - sum([bins.get(index, 0.0) for index in range(at, edge)])
        return over + sum([bins.get(index, 0.0) for index in range(edge, at)])

    def learn(self, index: int, beyond: float) -> None:
        """Count a value of bin `index`; `beyond` is what was found for it."""
        bins = self.bins
        bins[index] = (bins[index] if index in bins else 0.0) + 1
        self.n += 1
        self.at, self.over = index, beyond + 1
        if self.n >= FORGET_AT:
            self.bins = {index: count / 2 for index, count in self.bins.items() if count > 1}
            self.n, self.over = sum(self.bins.values()), -1.0


class Ranks(Counts, array_like=True):
    """How rare values are: -log10 of their conformal p-value (Laxhammar 2014)."""

    def rank(self, value: float) -> tuple[int, float, float]:
        """Return a value's bin, how many lie there or higher, and how surprising so high a value is."""
        index = int(log(value / SMALLEST + 1) * BINS_A_FOLD) if value >= 0 else bin_of(value)
        beyond = self.over if index == self.at and self.over >= 0 else self.beyond(index)
        return index, beyond, log10((self.n + 1) / (beyond + 1))

    def below(self, index: int, beyond: float) -> float:
        """Return the surprise of so low a value as those of bin `index`; `beyond` lie there or higher."""
        return log10((self.n + 1) / (self.n - beyond + self.bins.get(index, 0.0) + 1))


def bin_of(value: float) -> int:
    """Return the value's bin; negative values mirror positive ones.

    >>> bin_of(0.0), bin_of(100.0) == bin_of(101.0), bin_of(100.0) < bin_of(120.0), bin_of(-3.0) == -bin_of(3.0)
    (0, True, True, True)
    """
    index = int(log(abs(value) / SMALLEST + 1) * BINS_A_FOLD)
    return index if value >= 0 else -index
