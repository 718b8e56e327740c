"""What all detectors are held against: traffic of all kinds, and the abuse that each of them finds."""

from __future__ import annotations

import random as chance
import time
from functools import cache, lru_cache
from typing import NoReturn

import pytest

from detectors.catalogue import BY_NAME
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


def undisturbed(name: str) -> list[DetectorRun]:
    """Return what the detector makes of each of its traffics, to be looked at and not changed."""
    return [run for run, _ in _shown(name)]


def changed(name: str) -> list[Event]:
    """Return the events of its traffics that the detector has changed."""
    return [event for _, events in _shown(name) for event in events]


@lru_cache(maxsize=32)  # the detectors of a family, which one process runs
def _shown(name: str) -> list[tuple[DetectorRun, list[Event]]]:
    found = []
    for events in traffics(name):
        shown = list(map(copy, events))
        run = DetectorRun(shipped(name)).run(shown)
        found.append((run, [one for one, before in zip(shown, events, strict=True) if one != before]))
    return found


@lru_cache(maxsize=32)
def replayed(name: str) -> list[DetectorRun]:
    """Return what the detector makes of its traffics once more, where every clock and dice refuse to answer."""
    prepared = [list(map(copy, events)) for events in traffics(name)]
    with pytest.MonkeyPatch.context() as patch:
        for clock in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime"):
            patch.setattr(time, clock, _refuse)
        for dice in ("random", "randint", "choice", "uniform", "shuffle", "sample", "gauss"):
            patch.setattr(chance, dice, _refuse)
        return [DetectorRun(shipped(name)).run(events) for events in prepared]


def _refuse(*_: object) -> NoReturn:
    message = "a detector knows event time only"
    raise AssertionError(message)


@lru_cache(maxsize=32)
def alerts_in_order(name: str) -> list[list[Alert]]:
    """Return every version of the alerts about each of its traffics."""
    return [signed(name, _in_order(family(name))), alerts((name,), abuse(name))]


@cache
def _in_order(names: tuple[str, ...]) -> list[Alert]:
    return alerts(names, mixed())


def family(name: str) -> tuple[str, ...]:
    """Return the detectors that are shown mixed traffic together: most of the work is the same for each of them."""
    return tuple(other for other in BY_NAME if other.partition("_")[0] == name.partition("_")[0])


def signed(name: str, found: list[Alert]) -> list[Alert]:
    """Return those of the alerts that the detector raised."""
    return [alert for alert in found if any(signal.detector == name for signal in alert.signals)]


def alerts(names: tuple[str, ...], events: list[Event]) -> list[Alert]:
    """Return every version of the alerts that these detectors raise together."""
    found: list[Alert] = []
    metrics = RecordingMetrics()
    built = tuple(map(shipped, names))
    local = LocalPipeline(Engine(built, dict.fromkeys(names, "live"), EngineSettings(), metrics), found.append)
    local.take_all(list(map(copy, events)))
    local.flush()
    assert metrics.total("abusewatch_detector_errors_total") == 0
    return found
