"""What a stage partition looks at again in time: alerts that are open, or held until they are sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from detectors.base import Detector
from pipeline.episodes import Episodes
from pipeline.guard import Quarantine
from pipeline.statecache import StateCache

RETRY_S = 3600.0  # of event time, until an alert is looked at again whose detector failed


class KeyedTimers:
    """Base of `Keyed`: handles timers, over its cache and episodes."""

    def __init__(self, detectors: Iterable[Detector[Any]], cache: StateCache, episodes: Episodes,
                 quarantine: Quarantine) -> None:  # fmt: skip
        self.by_name = {detector.name: detector for detector in detectors}
        self.cache, self.episodes, self._quarantine = cache, episodes, quarantine
        self.looking: Callable[[float, str], None] | None = None  # told which timer is looked at, and when it was due

    def due(self, watermark: float) -> None:
        """Handle every timer that is due."""
        timers = self.episodes.timers
        while timers.next <= watermark and (found := timers.pop(watermark)) is not None:
            self._look(*found, watermark, flush=False)

    def flush(self, watermark: float, *, end: bool = True) -> None:
        """Send what is held back and what has changed since it was sent; close nothing.

        At the `end` of input judge also what is not over; else what comes after the silence may speak against it.
        """
        for name in self.episodes.timers.names():
            self._look(watermark, name, watermark, flush=True, end=end)

    def _look(self, due: float, name: str, watermark: float, *, flush: bool, end: bool = False) -> None:
        if self.looking is not None:
            self.looking(due, name)
        detector_name, _, key = name.partition(" ")
        detector = self.by_name.get(detector_name)
        known = self.cache.find(key) if detector is not None else None
        if detector is None or known is None or detector_name not in known.states:
            self.episodes.timers.clear(name)
            return
        try:
            self.episodes.look(detector, key, known, watermark, flush=flush, end=end)
        except Exception as error:  # as in `show`
            self._quarantine.failed(detector_name, error)
            self.episodes.timers.set(name, watermark + RETRY_S)

    def wanted(self) -> set[str]:
        """Return the keys that a timer waits for: alerts that are open, or held until they are sure."""
        return {name.partition(" ")[2] for name in self.episodes.timers.names()}
