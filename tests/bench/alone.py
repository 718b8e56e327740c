"""The engine without Kafka: on decoded events, and decoding without the engine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

from pipeline.collector import seldom
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.ingest.cloud_events import Message
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from pipeline.replay import AHEAD, EVICT_EVERY
from schemas.alert import Alert
from schemas.event import Event
from schemas.parse import parse
from tests.bench.catalogue import Catalogue, built
from tests.bench.live import Run


def decoded(events: Sequence[Message]) -> list[Event]:
    """Return the events as the engine takes them; fresh ones, since the engine fills them in."""
    return [found for event in events if isinstance(found := parse(event.value), Event)]


class Machine:
    """The engine in one process, as in a replay."""

    def __init__(self, catalogue: Catalogue) -> None:
        detectors, modes = built(catalogue)
        self.alerts: list[Alert] = []
        engine = Engine(detectors, modes, EngineSettings(), RecordingMetrics())
        self.pipeline = LocalPipeline(engine, self.alerts.append)

    def take(self, events: Sequence[Event]) -> None:
        """Take all events."""
        run_through(self.pipeline, events)


def run_through(pipeline: LocalPipeline, events: Sequence[Event]) -> None:
    """Take events through every room as a replay does: read ahead, now and then looked over, flushed at the end."""
    for start in range(0, len(events), AHEAD):
        coming = events[start : start + AHEAD]
        pipeline.prepare(coming)
        pipeline.take_all(coming)
        if start // EVICT_EVERY != (start + len(coming)) // EVICT_EVERY:
            pipeline.evict()
    pipeline.flush()


def engine(catalogue: Catalogue, events: Sequence[Message]) -> Run:
    """Measure (e)."""
    machine, ready = Machine(catalogue), decoded(events)
    with seldom():
        return timed("engine", catalogue, len(ready), lambda: machine.take(ready))


def decoding(events: Sequence[Message]) -> Run:
    """Measure (f)."""
    values = [event.value for event in events]
    return timed("decoding", "any", len(values), lambda: _parse_all(values))


def _parse_all(values: Sequence[bytes]) -> None:
    for value in values:
        parse(value)


def timed(name: str, catalogue: str, events: int, what: Callable[[], None]) -> Run:
    """Measure a call in this process."""
    began, cpu = time.perf_counter(), time.process_time()
    what()
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    return Run(name, catalogue, events, seconds, used, 0.0, os.getloadavg()[0])
