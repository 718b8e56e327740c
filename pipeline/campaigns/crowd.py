"""Who is concerned, as a bottom-k sketch: the accounts with the smallest hashes (Cohen & Kaplan 2007).

Small crowds are kept whole. Sketches of two crowds tell how many accounts they share, and that of their union its
size, whatever the order in which they grew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

KEPT = 512
_ALL = 1 << 32


def sketch(accounts: Iterable[str]) -> list[int]:
    """Return the `KEPT` smallest hashes, in order. The same hash decides what a crowded `Tally` keeps."""
    return sorted({crc32(name.encode()) for name in accounts})[:KEPT]


def seconds(crowd: list[int], known: Iterable[Mapping[str, float]], first: float) -> list[int]:
    """Return for each of a sketch the whole seconds from `first` to its earliest time in `known` (account to time).

    Empty where one of them is in none of these.

    >>> seconds(sketch(["ann"]), [{"ann": 12.5, "bob": 3.0}], 10.0)
    [2]
    """
    since: dict[int, float] = {}
    for times in known:
        for name, time in times.items():
            number = crc32(name.encode())
            since[number] = min(time, since.get(number, time))
    return [int(since[number] - first) for number in crowd] if since.keys() >= set(crowd) else []


def reach(crowd: list[int], total: int) -> int:
    """Return below which hash the sketch of `total` accounts is complete."""
    return _ALL if total <= len(crowd) or not crowd else crowd[-1] + 1


def overlap(one: list[int], total_one: int, other: list[int], total_other: int,
            population: float) -> tuple[int, float]:  # fmt: skip
    """Return how many accounts two sketches share where both are complete, and how many chance alone would give.

    Chance draws both from `population` accounts.
    """
    limit = min(reach(one, total_one), reach(other, total_other))
    mine, theirs = (set(crowd[: bisect_left(crowd, limit)]) for crowd in (one, other))
    expected = len(mine) * len(theirs) / (population * limit / _ALL)
    return len(mine & theirs), expected


def union(crowds: Sequence[tuple[list[int], int]]) -> int:
    """Return how many accounts several crowds have together: exact while all are kept whole, else estimated.

    >>> union([([1, 5], 2), ([5, 9], 2)])
    3
    """
    limit = min([reach(crowd, total) for crowd, total in crowds], default=_ALL)
    least = max([total for _, total in crowds], default=0)
    if limit == _ALL:
        return max(least, len(set[int]().union(*[crowd for crowd, _ in crowds])))
    below = set[int]().union(*[crowd[: bisect_left(crowd, limit)] for crowd, _ in crowds])
    return max(least, round(len(below) * _ALL / limit))
