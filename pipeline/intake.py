"""What becomes of a record that is no event: dead letters, counted skips, and the limit that stops the worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

import msgspec

from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from pipeline.stage import Batch, Record, Send
from schemas.deadletter import dead_letter
from schemas.parse import UNDECODABLE, Refused

P = TypeVar("P")
_json = msgspec.json.Encoder().encode


class TooManyDeadLettersError(Exception):
    """Most of the latest input is refused: the producer or this version is broken; going on would drain the topic."""


class Intake:
    """Writes dead letters for one input partition and watches their share of the latest records."""

    def __init__(self, topic: str, settings: EngineSettings, metrics: Metrics) -> None:
        self._topic, self._metrics = topic, metrics
        self._share = settings.dead_letter_share
        self._latest: deque[bool] = deque(maxlen=settings.dead_letter_window)
        self._refused = 0
        self._reasons: dict[str, int] = {}

    def good(self) -> None:
        """Count a record that went forward."""
        self._push(False)

    def refuse(self, source: tuple[str, int], record: Record, why: Refused) -> Send:
        """Return the dead letter of a record; raise `TooManyDeadLettersError` above the limit."""
        self._push(True)
        self._reasons[why.reason] = self._reasons.get(why.reason, 0) + 1
        full = len(self._latest) == self._latest.maxlen
        if full and self._refused > self._share * len(self._latest):
            message = (
                f"{self._refused} of the latest {len(self._latest)} records of {source[0]} are refused; last: {why}"
            )
            self.report()
            raise TooManyDeadLettersError(message)
        letter = dead_letter(why.reason, why.detail, (*source, record.offset), record.key, record.value)
        return Send(self._topic, why.reason.encode(), _json(letter))

    def packet(self, decode: Callable[[bytes], P], batch: Batch, record: Record) -> P | Send:
        """Return what a record of an internal topic holds, or its dead letter where it cannot be read."""
        try:
            found = decode(record.value or b"")
        except UNDECODABLE as error:
            why = Refused("bad_packet", str(error)[:200])
            return self.refuse((batch.topic, batch.partition), record, why)
        self.good()
        return found

    def report(self) -> None:
        """Hand the counters gathered since the last call to the metrics."""
        for reason, count in self._reasons.items():
            self._metrics.count("abusewatch_dead_letters_total", count, reason=reason)
        self._reasons.clear()

    def _push(self, bad: bool) -> None:
        if len(self._latest) == self._latest.maxlen:
            self._refused -= self._latest[0]
        self._latest.append(bad)
        self._refused += bad
