"""Produces the traffic in the background, at a pace, as ingest would."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from pipeline.ingest.cloud_events import Message
from pipeline.ingest.producer import EventProducer

_PIECE_S = 0.05
_PATIENCE_MS = 240_000  # a broker that is stopped takes its time to come back on a busy machine: no fault of the worker


class Feeder(threading.Thread):
    """Sends `messages` at `rate` a second (which may be changed on the way) until all are delivered."""

    def __init__(self, bootstrap: str, prefix: str, messages: Sequence[Message], rate: float) -> None:
        super().__init__(daemon=True)
        self.rate = rate
        self.sent = 0
        self.failed: BaseException | None = None
        self._producer = EventProducer(bootstrap, prefix=prefix, settings={"delivery.timeout.ms": _PATIENCE_MS})
        self._messages = messages
        self._ended = threading.Event()

    def run(self) -> None:
        """Produce, and wait for the reports."""
        try:
            with self._producer:
                self._produce()
        except BaseException as failed:
            self.failed = failed

    def _produce(self) -> None:
        due = 0.0
        while self.sent < len(self._messages) and not self._ended.is_set():
            due = min(len(self._messages), due + self.rate * _PIECE_S)
            for message in self._messages[self.sent : int(due)]:
                self._producer.send(message.type, message.subject, message.value)
            self.sent = int(due)
            time.sleep(_PIECE_S)

    def finish(self, timeout_s: float = 120.0) -> None:
        """Send the rest at once and wait; raises what went wrong."""
        self.rate = 1e9
        self.join(timeout_s)
        assert not self.is_alive(), "the events could not be produced"
        if self.failed is not None:
            raise self.failed

    def abandon(self) -> None:
        """Send no more."""
        self._ended.set()
