"""What is kept by bucket, hour or day of event time, until no later event can ask for it."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def since(kept: dict[int, T], oldest: float) -> dict[int, T]:
    """Return what is kept of `oldest` and later; the very same where nothing is older, as nearly always.

    >>> since({1: "a", 2: "b", 3: "c"}, 2)
    {2: 'b', 3: 'c'}
    """
    if not kept or min(kept) >= oldest:
        return kept
    return {at: one for at, one in kept.items() if at >= oldest}
