"""What a detector's scenarios show it: the events that they play, and what came of them."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from pipeline.engine import Engine
from pipeline.local import LocalPipeline
from schemas.alert import Alert
from schemas.event import Event
from tests.support.any_events import copy

SCENARIOS = Path(__file__).parent.parent / "scenarios"


class Played(NamedTuple):
    """One run of the engine within a scenario.

    `events` are as they came, before anything was added to them but what the site's room holds: of texts
    what models hold of them, of reporters the standing.
    """

    events: list[Event]
    alerts: list[Alert]
    detectors: tuple[str, ...]


@cache
def fires(name: str) -> Played | None:
    """Return the first run, in a scenario that must fire, in which this detector raised an alert."""
    return next(
        (run for run in _runs(name, "test_fires_") if any(name in _signed(alert) for alert in run.alerts)), None
    )


@cache
def quiet(name: str) -> Played | None:
    """Return the first run, in a scenario that must stay quiet, in which this detector took part."""
    return next((run for run in _runs(name, "test_quiet_") if name in run.detectors and run.events), None)


def _signed(alert: Alert) -> set[str]:
    return {signal.detector for signal in alert.signals}


def _runs(name: str, start: str) -> Iterator[Played]:
    for file in _files(name):
        module = importlib.import_module(f"tests.scenarios.{file}")
        for title, scenario in vars(module).items():
            if title.startswith(start) and not inspect.signature(scenario).parameters:
                yield from _play(scenario)


def _files(name: str) -> Iterator[str]:
    """Yield the scenario files of a detector and of its family: test_a_b, test_a."""
    words = name.split("_")
    for length in range(len(words), 0, -1):
        file = f"test_{'_'.join(words[:length])}"
        if (SCENARIOS / f"{file}.py").exists():
            yield file


def _play(scenario: Callable[[], Any]) -> list[Played]:
    """Run one scenario and note what went through every engine it made."""
    found: list[Played] = []
    taken: list[tuple[Event, Event]] = []

    class Noted(LocalPipeline):
        def __init__(self, engine: Engine, emit: Callable[[Alert], None], *rest: Any, **more: Any) -> None:
            self.played = Played([], [], tuple(d.name for d in engine.routes.all))
            found.append(self.played)
            super().__init__(engine, self._both(emit), *rest, **more)

        def _both(self, emit: Callable[[Alert], None]) -> Callable[[Alert], None]:
            def note(alert: Alert) -> None:
                self.played.alerts.append(alert)
                emit(alert)

            return note

        def take(self, event: Event) -> None:
            self.played.events.append(copy(event))
            taken.append((self.played.events[-1], event))
            super().take(event)

    with patch("tests.support.scenario.LocalPipeline", Noted):
        scenario()
    for note, event in taken:
        note.beliefs, note.standing = event.beliefs, event.standing
    return found
