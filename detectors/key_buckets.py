"""Sums by bucket, of networks known to a key and of new ones: the windows that end in each, noted by day."""

from __future__ import annotations

from typing import Protocol

from detectors.key_places import noted
from detectors.nothing import NOTHING
from detectors.recurrence import DAY_S


class Counted(Protocol):
    """What is counted by bucket, of known networks and of new ones, and noted by day."""

    days: bytes
    known: dict[int, float]
    strange: dict[int, float]


def count(counted: Counted, bucket: int, number: float, *, strange: bool) -> None:
    """Add a number in its bucket."""
    if strange:
        counted.strange = buckets = counted.strange or {}
    else:
        counted.known = buckets = counted.known or {}
    buckets[bucket] = (buckets[bucket] if bucket in buckets else 0.0) + number


def close(counted: Counted, closed: int, last: int, steps: int, step_s: float) -> None:
    """Note the windows that end after bucket `closed`, up to `last`; drop what no later window holds."""
    known, strange = counted.known, counted.strange
    ended = [at for at in known if closed < at <= last]
    if strange:
        ended = sorted({*ended, *[at for at in strange if closed < at <= last]})
    elif len(ended) > 1:
        ended.sort()
    for at in ended:
        new = window(strange, at, steps) if strange else 0.0
        counted.days = noted(counted.days, int(at * step_s // DAY_S), window(known, at, steps), new)
    counted.known = after(last - steps, known)
    if strange:
        counted.strange = after(last - steps, strange)


def after(first: int, buckets: dict[int, float]) -> dict[int, float]:
    """Return the buckets after `first`."""
    if not buckets or min(buckets) > first:
        return buckets
    return {at: number for at, number in buckets.items() if at > first} or NOTHING


def window(units: dict[int, float], end: int, steps: int) -> float:
    """Return the units of the window that ends with bucket `end`."""
    if not units:
        return 0.0
    return sum([number for at, number in units.items() if end - steps < at <= end])
