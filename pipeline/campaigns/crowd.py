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


def hashes(names: Iterable[str]) -> dict[str, int]:
    """Return the hash of each name, which decides who is in a sketch, and whom a crowded `Tally` keeps."""
    listed = list(names)
    return dict(zip(listed, map(crc32, map(str.encode, listed)), strict=True))


def sketch(accounts: Iterable[str]) -> list[int]:
    """Return the `KEPT` smallest hashes, in order."""
    return smallest(hashes(accounts))


def smallest(hashed: Mapping[str, int]) -> list[int]:
    """Return the sketch of names whose hashes are known."""
    return sorted(set(hashed.values()))[:KEPT]


def seconds(crowd: list[int], known: Iterable[Mapping[str, float]], first: float,
            hashed: Mapping[str, int] | None = None) -> list[int]:  # fmt: skip
    """Return for each of a sketch the whole seconds from `first` to its earliest time in `known` (account to time).

    Empty where one of them is in none of these. `hashed`: hashes that are known already, of nearly all.

    >>> seconds(sketch(["ann"]), [{"ann": 12.5, "bob": 3.0}], 10.0)
    [2]
    """
    since: dict[int, float] = {}
    for times in known:
        numbers = _numbers(times, hashed or {})
        if not since and len(set(numbers)) == len(numbers):  # as mostly: nothing to compare
            since = dict(zip(numbers, times.values(), strict=True))
            continue
        for number, time in zip(numbers, times.values(), strict=True):
            if since.setdefault(number, time) > time:
                since[number] = time
    if not since.keys() >= set(crowd):
        return []
    return [int(time - first) for time in map(since.__getitem__, crowd)]


def _numbers(names: Mapping[str, float], hashed: Mapping[str, int]) -> list[int]:
    if names.keys() <= hashed.keys():
        return [hashed[name] for name in names]
    return list(map(crc32, map(str.encode, names)))


def reach(crowd: list[int], total: int) -> int:
    """Return below which hash the sketch of `total` accounts is complete."""
    return _ALL if total <= len(crowd) or not crowd else crowd[-1] + 1


def may_share(one: Iterable[int], other: list[int], total: int) -> bool:
    """Tell whether any of some is, or may be without being kept, among the `total` accounts of another sketch.

    >>> may_share([7], [5, 9], 2), may_share([7], [5, 6], 40)
    (False, True)
    """
    limit = reach(other, total)
    return any(who in other or who >= limit for who in one)


def overlap(one: list[int], total_one: int, other: list[int], total_other: int,
            population: float) -> tuple[int, float]:  # fmt: skip
    """Return how many accounts two sketches share where both are complete, and how many chance alone would give.

    Chance draws both from `population` accounts.
    """
    limit = min(reach(one, total_one), reach(other, total_other))
    mine, theirs = (set(crowd[: bisect_left(crowd, limit)]) for crowd in (one, other))
    expected = len(mine) * len(theirs) / (population * limit / _ALL)
    return len(mine & theirs), expected


def union(crowds: Sequence[tuple[list[int], int]], known: set[int] | None = None) -> int:
    """Return how many accounts several crowds have together: exact while all are kept whole, else estimated.

    `known`: all that any of them keeps, where that is at hand.

    >>> union([([1, 5], 2), ([5, 9], 2)])
    3
    """
    if known is None:
        known = set[int]().union(*[crowd for crowd, _ in crowds])
    limit = min([reach(crowd, total) for crowd, total in crowds], default=_ALL)
    least = max([total for _, total in crowds], default=0)
    if limit == _ALL:
        return max(least, len(known))
    return max(least, round(len([one for one in known if one < limit]) * _ALL / limit))
