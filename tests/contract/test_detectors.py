"""The contract of every detector, held over the whole CATALOGUE: no list of exceptions, a new line is held to all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from pipeline.keystate import KeyState
from schemas.event import Event
from tests.contract.conftest import COSTS
from tests.contract.traffics import abuse, changed, mixed, replayed, traffics, undisturbed
from tests.support.any_events import DEMANDED, START, copy, fields_of, without
from tests.support.detector_run import DetectorRun, frozen
from tests.support.scenario import shipped

# The scale.


def test_scores_are_finite_and_within_zero_and_one_and_name_detector_and_key(detector: Detector[Any]) -> None:
    given = 0
    for run in undisturbed(detector.name):
        for _, key, signal in run.signals:
            if signal is not None:
                given += 1
                assert 0.0 <= signal.score < 1.0  # which a NaN is not
                assert (signal.detector, signal.version, signal.key) == (detector.name, detector.version, key)
                assert type(signal.warm) is bool
    assert given, "a detector that never says anything"


# Purity.


def test_scoring_changes_neither_state_nor_event(detector: Detector[Any]) -> None:
    for events in traffics(detector.name):
        run = DetectorRun(detector)
        for number, event in enumerate(e for e in map(copy, events) if e.type in detector.kinds):
            if number % 7 == 0:
                for key in detector.keys_of(event):
                    known = run.known.get(key, KeyState())
                    state = known.states.get(detector.name, detector.fresh())
                    before = frozen(state), frozen(event)
                    first = detector.score(event, state, key)
                    assert (frozen(state), frozen(event)) == before
                    assert detector.score(event, state, key) == first
            run.take(event)


@pytest.mark.parametrize("name", [kind.name for kind in CATALOGUE if kind.lacks is not Detector.lacks])
def test_telling_what_is_lacking_changes_nothing_and_what_accuses_lacks_nothing(name: str) -> None:
    detector = shipped(name)
    run = DetectorRun(detector)
    for number, event in enumerate(map(copy, abuse(name))):
        run.run([event])
        for key in detector.keys_of(event) if event.type in detector.kinds and detector.remembers(event) else ():
            state = run.known[key].states[name]
            bucket = state.tallies.get(int(event.time // detector.step_s))
            if bucket is not None and bucket.hot:
                assert detector.lacks(event, state) == ""
            elif number % 7 == 0:
                before = frozen(state), frozen(event)
                detector.lacks(event, state)
                assert (frozen(state), frozen(event)) == before


def test_learning_changes_no_event(name: str) -> None:
    assert changed(name) == []


def test_states_of_two_entities_share_nothing(detector: Detector[Any]) -> None:
    event = next(
        e for e in map(copy, [*abuse(detector.name), *mixed()]) if e.type in detector.kinds and detector.keys_of(e)
    )
    first, second = detector.fresh(), detector.fresh()
    before = frozen(second)
    detector.learn(event, first, detector.score(event, first, detector.keys_of(event)[0]))
    assert frozen(second) == before == frozen(detector.fresh())


# Totality.


def test_an_entity_never_seen_can_be_scored_by_every_event(detector: Detector[Any]) -> None:
    for event in map(copy, mixed()):
        if event.type in detector.kinds:
            for key in detector.keys_of(event):
                detector.score(event, detector.fresh(), key)


def test_every_optional_field_may_be_missing_alone_or_with_all_others(detector: Detector[Any]) -> None:
    firsts = {e.type: e for e in reversed([*abuse(detector.name), *mixed()])}
    lacking = {kind: list(lacks(firsts[kind])) for kind in detector.kinds}
    for events in lacking.values():
        DetectorRun(detector).run(map(copy, events))
    run = undisturbed(detector.name)[0].restored()  # also when much is known already
    for known in ([], abuse(detector.name)):
        run.run(map(copy, known))
        for events in lacking.values():
            run.run(map(copy, events))
    assert run.signals


def lacks(event: Event) -> Iterator[Event]:
    """Yield the event without anything that it may lack, and without each of these alone."""
    optional = [field for field in fields_of(event.type) if field not in DEMANDED.get(event.type, ())]
    yield without(event, *optional)
    yield from (without(event, field) for field in optional)


# Time and chance.


def test_no_clock_and_no_dice_are_asked(name: str) -> None:
    assert len(replayed(name)) == len(traffics(name))  # whoever asks one fails


# Cost.


def test_cost_is_reported(detector: Detector[Any]) -> None:
    events = [event for event in map(copy, mixed()) if event.type in detector.kinds]
    run: Callable[[Event], None] = DetectorRun(detector).take
    began = time.perf_counter()
    for event in events:
        run(event)
    COSTS[detector.name] = (time.perf_counter() - began) / len(events) * 1e6
    assert len(events) > 100
    assert min(event.time for event in events) >= START
