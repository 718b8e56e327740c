"""What spares work changes nothing: every detector says and remembers the same without its shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import cache, lru_cache
from typing import Any

import pytest

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from schemas.event import Event
from tests.contract.traffics import abuse, undisturbed
from tests.support.any_events import any_events, enriched
from tests.support.detector_run import DetectorRun, frozen
from tests.support.scenario import shipped

OFF: dict[str, Callable[..., object]] = {
    "quiet": lambda *_: False, "_answered": lambda *_: None, "_answer": lambda *_: None,
    "_looked_at": lambda *_: False, "_stands": lambda *_: False, "_told": lambda *_: -1,
}  # fmt: skip


def thorough(detector: Detector[Any]) -> Detector[Any]:
    """Return a detector that looks at every window again, whatever can have changed."""
    slow, kind = copy(detector), type(detector)
    slow.__class__ = type(kind.__name__, (kind,), {name: how for name, how in OFF.items() if hasattr(kind, name)})
    return slow


def test_there_are_shortcuts_to_be_left_out() -> None:
    assert {name for kind in CATALOGUE for name in OFF if hasattr(kind, name)} == set(OFF)


@cache
def usual() -> list[Event]:
    return enriched([*any_events(seed=11), *any_events(seed=12, days=1, size=200)])


SHOWN = pytest.mark.parametrize("shown", [abuse, pytest.param(lambda _: usual(), marks=pytest.mark.slow, id="usual")])


@lru_cache(maxsize=32)  # the detectors of a family, which one process runs
def as_shipped(name: str, shown: Callable[[str], list[Event]]) -> DetectorRun:
    """Return what the detector makes of what it is shown as it is."""
    return undisturbed(name)[1] if shown is abuse else DetectorRun(shipped(name)).run(shown(name))


@SHOWN
@pytest.mark.parametrize("name", [kind.name for kind in CATALOGUE if any(hasattr(kind, name) for name in OFF)])
def test_shortcuts_change_nothing(name: str, shown: Callable[[str], list[Event]]) -> None:
    quick, slow = as_shipped(name, shown), DetectorRun(thorough(shipped(name))).run(shown(name))
    assert quick.signals == slow.signals
    assert {key: frozen(known) for key, known in quick.known.items()} == {
        key: frozen(known) for key, known in slow.known.items()
    }


BEGINNING = [kind.name for kind in CATALOGUE if kind.begins]


@SHOWN
@pytest.mark.parametrize("name", BEGINNING)
def test_what_begins_no_state_says_and_teaches_nothing(name: str, shown: Callable[[str], list[Event]]) -> None:
    detector = shipped(name)
    others = [event for event in shown(name) if event.type in {*detector.kinds} - {*detector.begins}]
    assert others
    for event in others:
        state = detector.fresh()
        assert detector.score(event, state, event.subject) is None
        assert not detector.learn(event, state, None)
        assert frozen(state) == frozen(detector.fresh())


UNHEEDED = [kind.name for kind in CATALOGUE if not kind.heeds_score]


def test_most_detectors_need_no_score_to_learn() -> None:
    assert len(UNHEEDED) > len(CATALOGUE) / 2


@SHOWN
@pytest.mark.parametrize("name", UNHEEDED)
def test_scores_that_nobody_reads_teach_nothing(name: str, shown: Callable[[str], list[Event]]) -> None:
    asked, unasked = as_shipped(name, shown), DetectorRun(shipped(name), read=False).run(shown(name))
    assert not any(signal for _, _, signal in unasked.signals)
    assert asked.stored() == unasked.stored()
