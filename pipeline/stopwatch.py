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
    """Adds up the sampled seconds of each detector, scaled to all events. Without a stopwatch it does nothing.

    `left`: how many events and entities there are until one is timed; whoever takes them counts it down, and calls
    `again` after the one that makes it 0.
    """

    def __init__(self, stopwatch: Stopwatch | None) -> None:
        self.now: Stopwatch = stopwatch or _stopped
        self.left = ONE_IN if stopwatch is not None else -1
        self._spent: dict[str, float] = {}

    def again(self) -> None:
        """Begin to count anew."""
        self.left = ONE_IN

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
