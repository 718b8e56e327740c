"""How long detectors take, sampled. The engine reads no clock: the worker hands one in."""

from __future__ import annotations

from typing import Protocol

from pipeline.metrics_spec import Metrics

ONE_IN = 64  # events whose detectors are timed: two readings cost about 0.1 microseconds


class Stopwatch(Protocol):
    """Reads seconds that only grow; from when does not matter."""

    def __call__(self) -> float:
        """Return the reading."""


class Timings:
    """Adds up the sampled seconds of each detector, scaled to all events. Without a stopwatch it does nothing."""

    def __init__(self, stopwatch: Stopwatch | None) -> None:
        self.now: Stopwatch = stopwatch or _stopped
        self._left = ONE_IN if stopwatch is not None else -1
        self._spent: dict[str, float] = {}

    def due(self) -> bool:
        """Tell whether the event in hand is to be timed; to be asked once an event and entity."""
        self._left -= 1
        if self._left == 0:
            self._left = ONE_IN
            return True
        return False

    def add(self, detector: str, seconds: float) -> None:
        """Add what a detector took for a timed event."""
        self._spent[detector] = self._spent.get(detector, 0.0) + seconds * ONE_IN

    def report(self, metrics: Metrics) -> None:
        """Hand the sums to the metrics."""
        for name, seconds in self._spent.items():
            metrics.count("abusewatch_detector_seconds_total", max(0.0, seconds), detector=name)
        self._spent.clear()


def _stopped() -> float:
    return 0.0
