"""What the whole catalogue costs: events a second of one core, by processor time."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.catalogue import CATALOGUE
from tests.bench.engine_alone import mixed, seconds
from tests.detection.row import Row, Task
from tests.support.scenario import shipped

EVENTS, TURNS = 60_000, 3


def measure(task: Task) -> Iterator[Row]:
    """Time the engine on mixed traffic, the best of a few turns."""
    events = mixed(EVENTS)
    catalogue = tuple(shipped(detector.name) for detector in CATALOGUE)
    spent = min(seconds(events, catalogue) for _ in range(TURNS))
    bare = min(seconds(events, ()) for _ in range(TURNS))
    yield Row(stream="mixed traffic", figure=f"events/s of one core, {len(catalogue)} detectors",
              value=len(events) / spent, least=20_000)  # fmt: skip
    yield Row(stream="mixed traffic", figure="the same without detectors", value=len(events) / bare)
