"""`abusewatch replay`: a file of events through the same engine as live, alerts and signals out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from typing import IO, Any

import msgspec

from detectors.base import Detector, Signal
from pipeline.engine import Engine
from pipeline.keyed import SignalSink
from pipeline.local import LocalPipeline
from pipeline.replay_out import AlertsOut, Summary, signal_line
from schemas.alert import Alert
from schemas.event import Decision, Event
from schemas.parse import Refused, Unknown

EVICT_EVERY = 50_000  # events between looks for expired entities
AHEAD = 2048  # lines read at once, whose events go through the rooms together
Line = tuple[str, int, Event | Decision | Refused | Unknown]  # file, number, what it is
Rooms = Callable[[Engine, Callable[[Alert], None], SignalSink | None], LocalPipeline]


class Replay:
    """Runs lines through a fresh engine; `alerts` and `signals` are binary files for JSON lines, or None.

    `watch` is shown every signal, where none are written; `rooms` makes the rooms that events go through.
    """

    def __init__(self, engine: Engine, alerts: IO[bytes] | None, signals: IO[bytes] | None,
                 watch: SignalSink | None = None, rooms: Rooms = LocalPipeline) -> None:  # fmt: skip
        self.summary = Summary()
        self._out, self._signals = AlertsOut(self.summary, alerts), signals
        self._engine = engine
        self._json = msgspec.json.Encoder().encode
        self._refused: Counter[str] = Counter()
        self.first_refused = ""
        self.pipeline = rooms(engine, self._out.write, self._signal if signals is not None else watch)

    def run(self, lines: Iterable[tuple[str, int, bytes]]) -> Summary:
        """Take (file, line number, line) to the end, then flush what timers hold; return the counts."""
        read = ((file, number, self._engine.read(line)) for file, number, line in lines if line.strip())
        while coming := list(islice(read, AHEAD)):
            self.pipeline.prepare([found for _, _, found in coming if isinstance(found, Event)])
            for are_events, some in groupby(coming, _is_event):
                (self._events if are_events else self._others)(list(some))
        self.pipeline.flush()
        self.summary.refused = dict(self._refused)
        return self._out.counted(self.pipeline.upheld())

    def doubts(self) -> list[str]:
        """Return nothing: what one process says is what is right; see `ParallelReplay`."""
        return []

    def _events(self, lines: Sequence[Line]) -> None:
        events = [found for _, _, found in lines if isinstance(found, Event)]
        self.summary.lines += len(events)
        while events:
            until_evicted = EVICT_EVERY - self.summary.events % EVICT_EVERY
            piece, events = events[:until_evicted], events[until_evicted:]
            self.pipeline.take_all(piece)
            self.summary.events += len(piece)
            if len(piece) == until_evicted:
                self.pipeline.evict()

    def _others(self, lines: Sequence[Line]) -> None:
        for file, number, found in lines:
            self.summary.lines += 1
            if isinstance(found, Refused):
                self._refused[found.reason] += 1
                self.first_refused = self.first_refused or f"{file}, line {number}: {found.reason}: {found.detail}"
            elif isinstance(found, Decision):
                self.summary.decisions += 1
                self.pipeline.decide(found)
            else:
                self.summary.skipped += 1

    def _signal(self, event: Event, detector: Detector[Any], signal: Signal) -> None:
        self.summary.signals += 1
        if self._signals is not None:
            mode = self._engine.modes.get(detector.name, "shadow")
            self._signals.write(self._json(signal_line(event, detector, signal, mode)) + b"\n")


def _is_event(line: Line) -> bool:
    return isinstance(line[2], Event)
