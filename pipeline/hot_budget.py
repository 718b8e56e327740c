"""How many decoded states the partitions of a worker may keep between them."""

from __future__ import annotations

from typing import Protocol
from weakref import WeakSet

_LEAST = 64  # of one partition: the entities of the events in hand


class Hot(Protocol):
    """What holds decoded states."""

    @property
    def hot(self) -> int:
        """Return how many it holds."""


class HotBudget:
    """Shared by all caches of a worker, so that its memory does not grow with the partitions it is given."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._caches: WeakSet[Hot] = WeakSet()

    def join(self, cache: Hot) -> None:
        """Add a cache; one whose partition is let go leaves by itself."""
        self._caches.add(cache)

    def room(self, cache: Hot) -> int:
        """Return how many states `cache` may hold now: all it has while there is room, its fair share at the least."""
        over = sum(one.hot for one in self._caches) - self._most
        if over <= 0:
            return cache.hot
        return max(_LEAST, self._most // len(self._caches), cache.hot - over)
