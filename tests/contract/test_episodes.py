"""What one window counts is told as one episode, by every detector of the CATALOGUE and however slowly it comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from detectors.window import WindowDetector
from pipeline.runs import quiet_s, runs
from schemas.event import Event
from tests.contract import traffics
from tests.support import recorded
from tests.support.any_events import START, copy, enriched
from tests.support.detector_run import DetectorRun
from tests.support.scenario import shipped

LEAST_IDLE_S = 60.0  # that may be configured
SLOWER = (1, 4)


@pytest.fixture(params=CATALOGUE, ids=lambda kind: kind.name)
def detector(request: pytest.FixtureRequest) -> Detector[Any]:
    return shipped(str(request.param.name))


@cache
def abuse(name: str, slower: int) -> list[Event]:
    """Return the events of a scenario in which the detector fires, as if time went so much slower."""
    if slower == 1:
        return traffics.abuse(name)
    played = recorded.fires(name)
    events = [copy(event) for event in played.events] if played else []
    for event in events:
        event.time = events[0].time + (event.time - events[0].time) * slower
    return enriched(events)


@pytest.mark.parametrize("slower", SLOWER)
def test_what_one_event_makes_hot_is_one_episode(
    detector: Detector[Any], slower: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detector, "learn", whole(detector, detector.learn))
    DetectorRun(detector).run(map(copy, abuse(detector.name, slower)))


def whole(detector: Detector[Any], verb: Callable[..., bool]) -> Callable[..., bool]:
    """Let `learn` fail where what it has just made hot falls into two episodes."""
    gap = quiet_s(detector, LEAST_IDLE_S)

    def asked(event: Event, state: Any, *given: Any) -> bool:
        before = hot(state)
        said = verb(event, state, *given)
        made = hot(state) - before
        assert sum(not made.isdisjoint(run.indexes) for run in runs(state, gap)) <= 1
        return said

    return asked


def hot(state: Any) -> set[int]:
    return {index for index, tally in state.tallies.items() if tally.hot}


@pytest.mark.parametrize("windowed", [kind.name for kind in CATALOGUE if issubclass(kind, WindowDetector)])
def test_a_window_with_something_at_its_beginning_and_its_end_is_one_episode(windowed: str) -> None:
    detector: Any = shipped(windowed)
    state, end = detector.fresh(), int(START // detector.step_s)
    for index, at in ((end - detector.steps + 1, 0.0), (end, 0.999)):
        detector.tally(state, index).seen((index + at) * detector.step_s, f"e{index}")
    detector._accuse(state, end, 10.0, (1.0, 1.0), 100.0)
    assert hot(state) == state.tallies.keys()
    assert len(runs(state, quiet_s(detector, LEAST_IDLE_S))) == 1


def test_no_quiet_within_a_window_parts_two_episodes(detector: Detector[Any]) -> None:
    window = detector.window_s if isinstance(detector, WindowDetector) else detector.reach_s
    assert quiet_s(detector, LEAST_IDLE_S) >= window


def test_a_tally_lies_where_its_index_says(detector: Detector[Any]) -> None:
    """Long episodes are merged by index: one that means another time would be merged while it is still counted."""
    for state in (state for run in traffics.undisturbed(detector.name) for state in run.states().values()):
        for index, tally in state.tallies.items():
            assert tally.first < (index + 1) * detector.step_s
            assert tally.last >= index * detector.step_s
