"""What a detector's scenarios show it: the events that they play, and what came of them."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from detectors.catalogue import BY_NAME
from pipeline.engine import Engine
from pipeline.local import LocalPipeline
from schemas.alert import Alert
from schemas.event import Event
from tests.support.any_events import copy

FIRES, QUIET = "test_fires_", "test_quiet_"
SCENARIOS = Path(__file__).parent.parent / "scenarios"


class Played(NamedTuple):
    """One run of the engine within a scenario.

    `events` are as they came, before anything was added to them but what the site's room holds: of texts
    what models hold of them, of reporters the standing.
    """

    events: list[Event]
    alerts: list[Alert]
    detectors: tuple[str, ...]


_kept: dict[tuple[str, str], list[Played]] = {}  # by file and scenario


@cache
def fires(name: str) -> Played | None:
    """Return the first run, in a scenario that must fire, in which this detector raised an alert."""
    return _first(name, FIRES)


@cache
def quiet(name: str) -> Played | None:
    """Return the first run, in a scenario that must stay quiet, in which this detector took part."""
    return _first(name, QUIET)


@contextmanager
def kept(file: str, title: str) -> Iterator[None]:
    """Keep what a scenario plays that is run as a test: unless what is asked of its file is there already.

    The contract suite need not play it again then. Scenarios are run in the order of their file.
    """
    start = next((start for start in (FIRES, QUIET) if title.startswith(start)), None)
    if start is None or not _missing(file, start):
        yield
        return
    with _noted() as found:
        yield
    _kept[file, title] = found


def _missing(file: str, start: str) -> bool:
    """Tell whether no scenario that was kept shows what is asked of each detector that a file is about."""
    runs = [run for (of, title), found in _kept.items() if of == file and title.startswith(start) for run in found]
    about = [name for name in BY_NAME if next(_files(name), "") == file]
    return not all(any(_fit(run, name, start) for run in runs) for name in about)


def _first(name: str, start: str) -> Played | None:
    return next((run for run in _runs(name, start) if _fit(run, name, start)), None)


def _fit(run: Played, name: str, start: str) -> bool:
    if start == FIRES:
        return any(name in _signed(alert) for alert in run.alerts)
    return name in run.detectors and bool(run.events)


def _signed(alert: Alert) -> set[str]:
    return {signal.detector for signal in alert.signals}


def _runs(name: str, start: str) -> Iterator[Played]:
    for file in _files(name):
        module = importlib.import_module(f"tests.scenarios.test_{file}")
        for title, scenario in vars(module).items():
            if title.startswith(start) and not inspect.signature(scenario).parameters:
                yield from _kept[file, title] if (file, title) in _kept else _play(scenario)


def _files(name: str) -> Iterator[str]:
    """Yield the scenario files of a detector and of its family: a_b, a."""
    words = name.split("_")
    for length in range(len(words), 0, -1):
        file = "_".join(words[:length])
        if (SCENARIOS / f"test_{file}.py").exists():
            yield file


def _play(scenario: Callable[[], Any]) -> list[Played]:
    """Run one scenario and return what went through every engine it made."""
    with _noted() as found:
        scenario()
    return found


@contextmanager
def _noted() -> Iterator[list[Played]]:
    """Note what goes through every engine that is made meanwhile."""
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

        def take_all(self, events: Sequence[Event]) -> None:
            notes = list(map(copy, events))
            self.played.events.extend(notes)
            taken.extend(zip(notes, events, strict=True))
            super().take_all(events)

    with patch("tests.support.scenario.LocalPipeline", Noted):
        yield found
    for note, event in taken:
        note.beliefs, note.standing = event.beliefs, event.standing
