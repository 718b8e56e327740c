"""The contract of every detector: when it forgets decides nothing, and what is hot changes only where it says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from detectors.base import Detector
from pipeline.runs import quiet_s, runs
from schemas.event import Event
from tests.contract.traffics import traffics, undisturbed
from tests.support.any_events import DAY_S, copy
from tests.support.detector_run import DetectorRun, frozen


@pytest.mark.parametrize("every_s", [0.0, pytest.param(600.0, marks=pytest.mark.slow), 7 * DAY_S])
def test_the_moment_of_pruning_decides_nothing(detector: Detector[Any], every_s: float) -> None:
    """What is folded away late, or at once, is remembered alike: entities are pruned when they happen to be seen."""
    for events, usual in zip(traffics(detector.name), as_usual(detector.name), strict=True):
        assert remembered(DetectorRun(detector, prune_every_s=every_s), events) == usual


@cache
def as_usual(name: str) -> list[tuple[Any, Any]]:
    """Return what is remembered of each traffic by a detector pruned as the engine prunes."""
    return [(scores(run), accusations(run.restored())) for run in undisturbed(name)]


def remembered(run: DetectorRun, events: list[Event]) -> tuple[Any, Any]:
    return scores(run.run(map(copy, events))), accusations(run)


def scores(run: DetectorRun) -> list[tuple[str, str, float | None]]:
    return [(event, key, None if signal is None else signal.score) for event, key, signal in run.signals]


def accusations(run: DetectorRun) -> dict[str, list[Any]]:
    """Return what would be said of every entity at the end."""
    found: dict[str, list[Any]] = {}
    for key, state in run.states().items():
        run.detector.settle(state, float("inf"))
        said = [run.detector.explain(one.sum, state, key) for one in runs(state, quiet_s(run.detector, 3600.0))]
        if said:
            found[key] = said
    return found


def test_what_is_hot_changes_only_where_the_detector_says_so(
    detector: Detector[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine does not put an alert together again of which all was said, until it is told of a change."""
    monkeypatch.setattr(detector, "learn", candid(detector.learn, 1))
    monkeypatch.setattr(detector, "settle", candid(detector.settle, 0))
    for events in traffics(detector.name):
        DetectorRun(detector).run(map(copy, events))


def candid(verb: Callable[..., bool], state: int) -> Callable[..., bool]:
    """Let a verb fail that makes or changes a hot tally of the state among its arguments and does not say so."""

    def asked(*given: Any) -> bool:
        before = hot(given[state])
        said = verb(*given)
        assert said or hot(given[state]) == before
        return said

    return asked


def hot(state: Any) -> bytes:
    return frozen([(index, tally) for index, tally in state.tallies.items() if tally.hot])
