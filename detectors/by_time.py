"""What is kept by bucket, hour or day of event time, until no later event can ask for it."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V", bound=float)


def since(kept: dict[int, T], oldest: float) -> dict[int, T]:
    """Return what is kept of `oldest` and later; the very same where nothing is older, as nearly always.

    >>> since({1: "a", 2: "b", 3: "c"}, 2)
    {2: 'b', 3: 'c'}
    """
    if not kept or min(kept) >= oldest:
        return kept
    return {at: one for at, one in kept.items() if at >= oldest}


def times_since(times: dict[K, V], oldest: float) -> dict[K, V]:
    """Return those that are of a time (or day) of `oldest` or later; the very same where none is older.

    >>> times_since({"a": 1.0, "b": 2.0, "c": 3.0}, 2.0)
    {'b': 2.0, 'c': 3.0}
    """
    if not times or min(times.values()) >= oldest:
        return times
    return {name: time for name, time in times.items() if time >= oldest}
