"""What all detectors are held against: traffic of all kinds, and the abuse that each of them finds."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Event
from tests.support import recorded
from tests.support.any_events import any_events, copy, enriched
from tests.support.detector_run import DetectorRun
from tests.support.scenario import shipped


@cache
def mixed() -> list[Event]:
    return enriched(any_events(seed=8))


@cache
def abuse(name: str) -> list[Event]:
    """Return the events of a scenario in which the detector fires: its hot paths are run."""
    found = recorded.fires(name)
    return enriched(found.events) if found else []


def traffics(name: str) -> list[list[Event]]:
    return [mixed(), abuse(name)]


@lru_cache(maxsize=32)  # the detectors of a family, which one process runs
def undisturbed(name: str) -> list[DetectorRun]:
    """Return what the detector makes of each of its traffics, to be looked at and not changed."""
    return [DetectorRun(shipped(name)).run(map(copy, events)) for events in traffics(name)]


@lru_cache(maxsize=32)
def alerts_in_order(name: str) -> list[list[Alert]]:
    """Return every version of the alerts about each of its traffics."""
    return [alerts(name, events) for events in traffics(name)]


def alerts(name: str, events: list[Event]) -> list[Alert]:
    found: list[Alert] = []
    metrics = RecordingMetrics()
    local = LocalPipeline(Engine((shipped(name),), {name: "live"}, EngineSettings(), metrics), found.append)
    for event in map(copy, events):
        local.take(event)
    local.flush()
    assert metrics.total("abusewatch_detector_errors_total") == 0
    return found
