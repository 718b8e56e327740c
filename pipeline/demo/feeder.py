"""Feeds the traffic to Kafka beside the display, in a thread of its own."""

from __future__ import annotations

import threading
import time

import msgspec

from pipeline.demo.traffic import Traffic
from pipeline.ingest.cloud_events import Message
from pipeline.ingest.target import Target
from pipeline.stamps import stamp_s


class _Stopped(Exception):
    """The demo ends: no more events."""


class _Time(msgspec.Struct):
    time: str


class Feeder(Target):
    """Stands before the target: counts, keeps the pace, stops when told."""

    def __init__(self, traffic: Traffic, target: Target, speed: float | None = None) -> None:
        self.name = target.name
        self.sent = 0
        self.first_s = self.last_s = 0.0  # event time of the first and the newest event
        self.began = 0.0
        self.failed: BaseException | None = None
        self._traffic, self._target, self._speed = traffic, target, speed
        self._time_of = msgspec.json.Decoder(_Time).decode
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feeder", daemon=True)

    @property
    def done(self) -> bool:
        """Whether everything was sent and delivered, or it failed."""
        return not self._thread.is_alive()

    @property
    def days(self) -> float:
        """Days of event time sent."""
        return (self.last_s - self.first_s) / 86_400

    def start(self) -> None:
        """Begin to send."""
        self.began = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        """Send no more; wait for the thread."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def send(self, message: Message) -> None:
        """See Target."""
        if self._stop.is_set():
            raise _Stopped
        if self.sent % 100 == 0 or self._speed:
            self._pace(stamp_s(self._time_of(message.value).time))
        self._target.send(message)
        self.sent += 1

    def close(self) -> None:
        """See Target."""
        self._target.close()

    def _pace(self, at: float) -> None:
        self.first_s = self.first_s or at
        self.last_s = at
        if self._speed:
            due = self.began + (at - self.first_s) / self._speed
            self._stop.wait(max(0.0, due - time.monotonic()))

    def _run(self) -> None:
        try:
            self._traffic.send_all(self)
            self.close()
        except _Stopped:
            pass
        except Exception as error:
            self.failed = error
