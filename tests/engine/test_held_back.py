"""What is held back until somebody asks for it says the same: posts of quiet minutes, mail and usage that was taken."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from detectors import posting_burst_window
from detectors.refusals import RefusalState
from schemas.event import Event
from tests.support import recorded
from tests.support.any_events import any_events, enriched
from tests.support.detector_run import DetectorRun, frozen
from tests.support.scenario import shipped


def shuffled(name: str) -> list[Event]:
    """Return ordinary events and some that fire, as they come when each may be minutes late."""
    played, random = recorded.fires(name), Random(7)
    assert played is not None
    events = enriched([*any_events(seed=13), *any_events(seed=14, days=1, size=200), *played.events])
    return sorted(events, key=lambda event: event.time + random.uniform(0, 290))


def hot(run: DetectorRun) -> dict[str, bytes]:
    """Return what is accused, by entity."""
    tallies = {key: [(at, t) for at, t in state.tallies.items() if t.hot] for key, state in run.states().items()}
    return {key: frozen(sorted(found, key=lambda one: one[0])) for key, found in tallies.items() if found}


def test_posts_held_back_say_what_tallies_say(monkeypatch: pytest.MonkeyPatch) -> None:
    events = shuffled("posting_burst")
    quick = DetectorRun(shipped("posting_burst")).run(events)
    monkeypatch.setattr(posting_burst_window, "fits", lambda *_: False)
    thorough = DetectorRun(shipped("posting_burst")).run(events)
    assert quick.signals == thorough.signals
    assert hot(quick) == hot(thorough) != {}
    assert any(state.posts for state in quick.states().values())


@pytest.mark.parametrize("name", ["mail_refused", "usage_refused"])
def test_what_was_taken_says_the_same_before_it_is_in_tallies(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    detector: Any = shipped(name)

    def tallied(state: RefusalState, bucket: int, time: float) -> None:
        tally = detector.tally(state, bucket)
        tally.stretch(time)
        tally.add("taken")

    events = shuffled(name)
    quick = DetectorRun(shipped(name)).run(events)
    monkeypatch.setattr(RefusalState, "let_pass", tallied)
    thorough = DetectorRun(shipped(name)).run(events)
    assert quick.signals == thorough.signals
    assert hot(quick) == hot(thorough) != {}
    assert any(state.passed for state in quick.states().values())
