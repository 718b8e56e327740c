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


def streams(name: str) -> list[list[Event]]:
    """Return the usual events, and those of a scenario in which the detector fires."""
    assert abuse(name)
    return [usual(), abuse(name)]


@lru_cache(maxsize=32)  # the detectors of a family, which one process runs
def as_shipped(name: str) -> list[DetectorRun]:
    """Return what the detector makes of its streams as it is."""
    return [DetectorRun(shipped(name)).run(usual()), undisturbed(name)[1]]


@pytest.mark.parametrize("name", [kind.name for kind in CATALOGUE if any(hasattr(kind, name) for name in OFF)])
def test_shortcuts_change_nothing(name: str) -> None:
    for quick, some in zip(as_shipped(name), streams(name), strict=True):
        slow = DetectorRun(thorough(shipped(name))).run(some)
        assert quick.signals == slow.signals
        assert {key: frozen(known) for key, known in quick.known.items()} == {
            key: frozen(known) for key, known in slow.known.items()
        }


UNHEEDED = [kind.name for kind in CATALOGUE if not kind.heeds_score]


def test_most_detectors_need_no_score_to_learn() -> None:
    assert len(UNHEEDED) > len(CATALOGUE) / 2


@pytest.mark.parametrize("name", UNHEEDED)
def test_scores_that_nobody_reads_teach_nothing(name: str) -> None:
    for asked, some in zip(as_shipped(name), streams(name), strict=True):
        unasked = DetectorRun(shipped(name), read=False).run(some)
        assert not any(signal for _, _, signal in unasked.signals)
        assert asked.stored() == unasked.stored()
