"""What newcomers of a site make at most in a step, as far as the days before it show."""

from __future__ import annotations

from typing import NamedTuple

from detectors.recurrence import FOLD

RARE = 0.01
REQUESTS_LEAST = 10.0  # below, a factor means nothing: as `usage_spike`


class Limit(NamedTuple):
    """Of newcomers' steps with a kind of product on days before: how many are known, and the most of 99 in 100.

    `over`: how many of them were as far above it as nobody is by chance: `least` requests or more.
    """

    known: int
    rare: int
    least: float
    over: int

    def share(self) -> float:
        """Return how rarely a newcomer's step is over the limit (Jeffreys)."""
        return (self.over + 0.5) / (self.known + 1)


def limit_of(counts: dict[int, int]) -> Limit:
    """Return the limit of steps by how often each size was made."""
    known, beyond, rare = sum(counts.values()), 0, 0
    for size in sorted(counts, reverse=True):
        beyond += counts[size]
        if beyond > RARE * known:
            rare = size
            break
    least = max(REQUESTS_LEAST, FOLD * rare)
    return Limit(known, rare, least, sum([often for size, often in counts.items() if size >= least]))
