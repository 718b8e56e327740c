"""Since when a key has been used from each provider and in each country: on how many days a new one came.

A key on ever new networks of one provider, as build runners are, has a new network every day, and hardly ever a new
provider: where that is new, too, it is what tells.
"""

from __future__ import annotations

from math import inf
from typing import TypeVar

from detectors.recurrence import DAY_S

KEPT = 16  # the earliest; a key on more roams, and nothing of it is new

T = TypeVar("T", str, int)
First = TypeVar("First", float, tuple[float, bool])


def put(firsts: dict[T, First], name: T, first: First) -> dict[T, First]:
    """Return first uses with one that is earlier or new, of too many the earliest: the same in any order."""
    found = {**firsts, name: first}
    if len(found) > KEPT:
        del found[max(found, key=lambda each: (found[each], each))]
    return found


def is_new(firsts: dict[T, float], name: T, time: float, since: float) -> bool:
    """Tell whether what a key uses at `time` was never used up to `since`; nothing is new to one that roams."""
    return len(firsts) < KEPT and min(time, firsts.get(name, inf)) > since


def begun(firsts: dict[T, float], own: float, before: int) -> int:
    """Return on how many days up to `before` one came that was not there up to `own` (seconds), the owner's first."""
    return len({int(first // DAY_S) for first in firsts.values() if first > own and first // DAY_S < before})
