"""Whether an event whose id is known is surely a duplicate, before its turn has come and time is known."""

from __future__ import annotations

from collections.abc import Iterable

from detectors.base import LATENESS_MAX_S
from pipeline.keystate import KeyState
from pipeline.recent import KEPT, MOST, count, first_time, id_hash
from pipeline.statecache import StateCache
from schemas.event import Event

NEVER = float("-inf")


class _Waiting:
    """A subject's events that have been read and not taken."""

    def __init__(self) -> None:
        self.events = 0
        self.times: dict[bytes, float] = {}  # by hash of the id: of the first with it


class Doubts:
    """Watches the ids that come to one room. Costs two look-ups an event; remembers what is under way only."""

    def __init__(self, cache: StateCache) -> None:
        self._cache = cache
        self._waiting: dict[str, _Waiting] = {}

    def read(self, event: Event) -> float | None:
        """Note an event that waits; None where it is surely no duplicate.

        Else the watermark up to which it surely is one: beyond, the subject may have been forgotten, or the id.
        """
        name = id_hash(event.id)
        known = self._cache.find(f"account:{event.subject}")
        waiting = self._waiting.get(event.subject)
        if waiting is None:
            waiting = self._waiting[event.subject] = _Waiting()
        first = first_time(known.recent, name) if known is not None else None
        first = waiting.times.get(name) if first is None else first
        waiting.events += 1
        waiting.times.setdefault(name, event.time)
        return None if first is None else self._sure_until(known, waiting, event.time, first)

    def taken(self, event: Event) -> None:
        """Note that an event's turn has come."""
        waiting = self._waiting[event.subject]
        waiting.events -= 1
        if not waiting.events:
            del self._waiting[event.subject]

    def _sure_until(self, known: KeyState | None, waiting: _Waiting, time: float, first: float) -> float:
        times = [*waiting.times.values(), time]
        touched = self._touched(known, times)
        before = 0 if known is None else count(known.recent)
        after = before + waiting.events
        if max(times) - touched > self._cache.ttl_s or after >= MOST:
            return NEVER
        sure = touched + self._cache.ttl_s
        looks = after // (2 * KEPT) > before // (2 * KEPT)  # it will have been asked what to forget
        return min(sure, first + LATENESS_MAX_S) if looks else sure

    def _touched(self, known: KeyState | None, times: Iterable[float]) -> float:
        """Return a time at or before that at which the subject will have been touched last."""
        if known is not None:
            return known.touched
        ahead = self._cache.ahead
        return min(*times, ahead) if ahead < float("inf") else NEVER
