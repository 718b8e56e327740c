"""Watches the run until everything sent is processed and the queue is quiet."""

from __future__ import annotations

import time
from typing import IO, NamedTuple

import msgspec

from pipeline.demo.display import Display
from pipeline.demo.errors import DemoError
from pipeline.demo.feeder import Feeder
from pipeline.demo.installation import Installation
from pipeline.demo.progress import Progress, Reading
from pipeline.demo.queue_follower import QueueFollower
from schemas.alert import Alert

_QUIET_S = 5.0  # room after room the worker takes a second without input for the end, and sends what it held then
_READ_EVERY_S = 0.3
_STUCK_S = 120.0


class Outcome(NamedTuple):
    """All versions of all alerts as they came; seconds from the first event to the last one processed."""

    alerts: list[Alert]
    seconds: float


def follow(at: Installation, feeder: Feeder, display: Display, keep: IO[bytes]) -> Outcome:
    """Return when all is done; DemoError when the worker ends or stands still. `keep` gets every alert version."""
    queue, progress = QueueFollower(at), Progress(at)
    try:
        return _Following(at, feeder, display, keep).run(queue, progress)
    finally:
        queue.close()
        progress.close()


class _Following:
    def __init__(self, at: Installation, feeder: Feeder, display: Display, keep: IO[bytes]) -> None:
        self._at, self._feeder, self._display, self._keep = at, feeder, display, keep
        self._alerts: list[Alert] = []
        self._encode = msgspec.json.Encoder().encode

    def run(self, queue: QueueFollower, progress: Progress) -> Outcome:
        seen, moved = Reading(-1, -1), time.monotonic()
        caught_up: float | None = None
        while True:
            came = self._take(queue.poll(_READ_EVERY_S))
            reading, now = progress.read(), time.monotonic()
            self._display.reading(reading)
            self._check()
            through = self._feeder.done and not reading.behind
            if through and caught_up is None:
                caught_up = now
            if came or reading != seen:
                seen, moved = reading, now
            elif caught_up is not None and through and now - moved >= _QUIET_S:
                return Outcome(self._alerts, caught_up - self._feeder.began)
            elif now - moved > _STUCK_S and reading.behind:
                message = f"nothing has moved for {_STUCK_S:.0f} s with {reading.behind:,} records left"
                raise DemoError(message)

    def _take(self, alerts: list[Alert]) -> bool:
        for alert in alerts:
            self._alerts.append(alert)
            self._keep.write(self._encode(alert) + b"\n")
            self._display.alert(alert)
        return bool(alerts)

    def _check(self) -> None:
        self._at.worker.check()
        if self._feeder.failed:
            raise self._feeder.failed
