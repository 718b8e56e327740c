"""What becomes of a record that is no event: dead letters, counted skips, and the limit that stops the worker."""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from pipeline.once import Once
from pipeline.stage import Batch, Record, Send
from schemas.deadletter import dead_letter
from schemas.parse import UNDECODABLE, Refused

P = TypeVar("P")
_json = msgspec.json.Encoder().encode
_UNSAFE = re.compile(r"[^a-z0-9_.-]", re.ASCII | re.IGNORECASE)  # a type is whatever a producer wrote
_log = logging.getLogger(__name__)
_WAY_ON = (  # a restart meets the same records: without this sentence it stops for ever
    "Nothing of this batch is committed, and a restart meets the same records again. To get past them, run once with "
    "engine.dead_letter_share = 1.0 (ABUSEWATCH_ENGINE__DEAD_LETTER_SHARE=1.0): they become dead letters, to be looked "
    "at with `abusewatch deadletters list`; then take the setting back. "
    "See AbusewatchEventsUnreadable in deploy/runbooks/flow.md."
)


class TooManyDeadLettersError(Exception):
    """Most of the latest input is refused: the producer or this version is broken; going on would drain the topic."""


class Intake:
    """Writes dead letters for one input partition and watches their share of the latest records.

    `once`: what the log has said already, shared by all partitions of a worker.
    """

    def __init__(self, topic: str, settings: EngineSettings, metrics: Metrics, once: Once | None = None) -> None:
        self._topic, self._metrics, self._once = topic, metrics, once or Once()
        self._share = settings.dead_letter_share
        self._latest: deque[bool] = deque(maxlen=settings.dead_letter_window)
        self._refused = 0
        self._reasons: dict[str, int] = {}

    def good(self) -> None:
        """Count a record that went forward."""
        self._push(False)

    def skip(self, source: tuple[str, int], record: Record, kind: str, known: Iterable[str]) -> None:
        """Count a record of a type that is not `known` here, and log the first of each type."""
        self.good()
        name = _UNSAFE.sub("?", kind[:40])
        if self._once.first("skipped", f"{source[0]} {name}"):
            _log.warning("%s/%d: records of type %s are skipped, the first at offset %d: the `type` must be one of %s",
                         source[0], source[1], name, record.offset, ", ".join(known))  # fmt: skip

    def refuse(self, source: tuple[str, int], record: Record, why: Refused) -> Send:
        """Return the dead letter of a record; raise `TooManyDeadLettersError` above the limit."""
        self._push(True)
        self._reasons[why.reason] = self._reasons.get(why.reason, 0) + 1
        if self._once.first("refused", source[0]):
            _log.warning("%s/%d: the record at offset %d is refused: %s; it becomes a dead letter, as do all such from "
                         "here on, unlogged: see `abusewatch deadletters list`",
                         *source, record.offset, why.reason)  # fmt: skip
        self._stop_above_share(source[0], why)
        letter = dead_letter(why.reason, why.detail, (*source, record.offset), record.key, record.value)
        return Send(self._topic, why.reason.encode(), _json(letter))

    def _stop_above_share(self, topic: str, why: Refused) -> None:
        latest = len(self._latest)
        if latest == self._latest.maxlen and self._refused > self._share * latest:
            self.report()
            found = f"{self._refused} of the latest {latest} records of {topic} are refused; last: {why}"
            message = f"{found}. {_WAY_ON}"
            raise TooManyDeadLettersError(message)

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
