"""Samples of names by hash: the same names whatever the order in which they came, and whoever draws them.

Wegman's adaptive sampling (Flajolet 1990): of a level `n` those names whose hash falls below 2**-n.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")


def exact(amount: float) -> float:
    """Return the nearest 1/1024, sums of which are exact."""
    return round(amount * 1024.0) / 1024.0


def sampled(name: str, level: int) -> bool:
    """Tell whether `name` belongs to the sample of this level (one in 2**level, by hash)."""
    return crc32(name.encode()) >> (32 - level) == 0 if level else True


def thin(steps: dict[int, dict[str, T]], levels: dict[int, int], step: int, most: int) -> None:
    """Leave so many names of a step at most, by a coarser sample; `levels` keep how coarse that of each step is."""
    while len(steps[step]) > most:
        level = levels[step] = levels.get(step, 0) + 1
        steps[step] = {name: one for name, one in steps[step].items() if sampled(name, level)}


def by_name(steps: dict[int, dict[str, T]], levels: dict[int, int], window: Iterable[int]) -> dict[str, list[T]]:
    """Return what some steps hold of each name, in order, as far as the coarsest of their samples."""
    window = [at for at in window if at in steps]
    level, found = max([levels.get(at, 0) for at in window], default=0), dict[str, list[T]]()
    for at in window:
        for name, one in steps[at].items():
            if sampled(name, level):
                found.setdefault(name, []).append(one)
    return found


def sample(members: dict[str, float], level: int) -> dict[str, float]:
    """Return those of the members that `sampled` lets pass, of which there are one in 2**level."""
    below = (1 << (32 - level)).__gt__
    return dict(compress(members.items(), map(below, map(crc32, map(str.encode, members)))))
