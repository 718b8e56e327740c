"""Names under which values are counted by hash: no ids are kept, and the memory is bounded."""

from __future__ import annotations

from math import sqrt
from zlib import crc32

SLOTS = 4096


def slot(kind: str, value: str) -> str:
    """Return the name under which a value is counted."""
    return f"{kind}{crc32(value.encode()) % SLOTS}"


def met_by_chance(values: int) -> int:
    """Return how many of so many different values may have the name of another one, hardly ever more do (3 sigma).

    >>> [met_by_chance(values) for values in (20, 130, 1000)]
    [0, 6, 155]
    """
    mean = values * (values - 1) / 2 / SLOTS
    return int(mean + 3 * sqrt(mean))
