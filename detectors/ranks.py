"""How rare a value is among all that were seen: ranks from a histogram whose bins widen with the value."""

from __future__ import annotations

from math import log, log10

from msgspec import Struct, field

BINS_A_FOLD = 10  # bins in a factor of e: values within ten per cent are one
FORGET_AT = 8192  # values (four weeks of five minutes): then all counts are halved
SMALLEST = 1e-9


class Ranks(Struct, array_like=True):
    """Counts by bin. Bounded: bins held by half a value or less are dropped at each halving. State: 3 bytes a bin."""

    n: float = 0.0
    bins: dict[int, float] = field(default_factory=dict)

    def above(self, edge: int) -> float:
        """Return the surprise of a value in bin `edge` or higher: -log10 of its conformal p-value (Laxhammar 2014)."""
        return self._surprise(sum([count for index, count in self.bins.items() if index >= edge]))

    def below(self, edge: int) -> float:
        """Return the surprise of a value in bin `edge` or lower."""
        return self._surprise(sum([count for index, count in self.bins.items() if index <= edge]))

    def _surprise(self, beyond: float) -> float:
        return log10((self.n + 1) / (beyond + 1))

    def learn(self, index: int) -> None:
        """Count a value of bin `index`."""
        self.bins[index] = self.bins.get(index, 0.0) + 1
        self.n += 1
        if self.n >= FORGET_AT:
            self.bins = {index: count / 2 for index, count in self.bins.items() if count > 1}
            self.n = sum(self.bins.values())


def bin_of(value: float) -> int:
    """Return the value's bin; negative values mirror positive ones.

    >>> bin_of(0.0), bin_of(100.0) == bin_of(101.0), bin_of(100.0) < bin_of(120.0), bin_of(-3.0) == -bin_of(3.0)
    (0, True, True, True)
    """
    index = int(log(abs(value) / SMALLEST + 1) * BINS_A_FOLD)
    return index if value >= 0 else -index
