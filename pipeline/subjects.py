"""The first room: a subject's own events, in their own order. Pure; bytes come and go in `pipeline.subject_stage`."""

from __future__ import annotations

from typing import Protocol

from detectors.base import LATENESS_MAX_S
from pipeline.clock import AHEAD_S, NEVER
from pipeline.keyed import Keyed
from pipeline.keystate import KeyState
from pipeline.metrics_spec import Metrics
from pipeline.recent import FULL, first_time, id_hash, noted, without_old
from pipeline.routes import Routes
from pipeline.subject_past import enrich
from pipeline.subject_texts import Texts
from schemas.event import Event


class Clock(Protocol):
    """How far time is: `SourceClock`, or what is told of one elsewhere."""

    @property
    def watermark(self) -> float:
        """Return the time up to which all has surely come."""

    @property
    def slack_s(self) -> float:
        """See `SourceClock`."""

    def see(self, source: str, time: float) -> float:
        """Take one event's time; return the watermark after it."""

    def is_far(self, time: float) -> bool:
        """Tell whether a time is far ahead."""


class Subjects:
    """Takes events of one input partition: duplicates out, features in, account-keyed detectors."""

    def __init__(self, routes: Routes, keyed: Keyed, clock: Clock) -> None:
        self._routes, self.keyed, self.clock = routes, keyed, clock
        self._taken: dict[str, int] = {}  # by type
        self._counts: dict[tuple[str, str], int] = {}  # by type and what else became of them
        self.texts = Texts(routes)
        keyed.cache.at(clock.watermark)

    def take(self, event: Event) -> bool:
        """Take one event; return False for a duplicate, which must not be sent on either."""
        keyed, clock, time = self.keyed, self.clock, event.time
        key = f"account:{event.subject}"
        known = keyed.cache.get(key, time)
        taken = self._taken
        taken[event.type] = taken[event.type] + 1 if event.type in taken else 1
        if self._repeats(event, known):
            self._count(event.type, "duplicate")
            return False
        before = clock.watermark
        watermark = clock.see(event.source, time)
        if time < before:
            self._count(event.type, "late")
        elif time > watermark + AHEAD_S:
            self._ahead(event)
        if watermark > before:
            keyed.cache.at(watermark)
        keyed.episodes.slack_s = clock.slack_s
        enrich(event, known)
        if event.text:
            self.texts.enrich(event)
        self._own(event, key, known, watermark)
        if keyed.episodes.timers.next <= watermark:
            keyed.due(watermark)
        return True

    def knows(self, event: Event) -> bool:
        """Tell whether `take` would find the event to be a duplicate, taking nothing."""
        known = self.keyed.cache.peek(f"account:{event.subject}", event.time)
        return known is not None and first_time(known.recent, id_hash(event.id)) is not None

    def _own(self, event: Event, key: str, known: KeyState, watermark: float) -> None:
        routes = self._routes
        if event.type in routes.own:
            self.keyed.show(routes.own[event.type], key, known, event, watermark)
        there = routes.known(event)
        for name in there:  # no `items`: a call an event
            if name == key:
                self.keyed.show(there[name], key, known, event, watermark)
            else:
                self.keyed.take(there[name], name, event, watermark)

    def _repeats(self, event: Event, known: KeyState) -> bool:
        """Tell whether the event was seen; remember it if not."""
        recent, name = known.recent, id_hash(event.id)
        if name in recent and first_time(recent, name) is not None:
            return True
        known.recent = recent = noted(recent, name, event.time)
        if len(recent) % FULL == 0:
            known.recent = without_old(recent, self.clock.watermark - LATENESS_MAX_S)
        return False

    def _count(self, kind: str, outcome: str) -> None:
        self._counts[kind, outcome] = self._counts.get((kind, outcome), 0) + 1

    def _ahead(self, event: Event) -> None:
        """Count an event that waits for others: its source runs ahead, or those that sent most before are silent."""
        if self.clock.is_far(event.time):
            self._count(event.type, "far_future")
        elif self.clock.watermark > NEVER:
            self._count(event.type, "ahead")

    def skipped(self, outcome: str) -> None:
        """Count an input that is no event for us."""
        self._count("other", outcome)

    def report(self, metrics: Metrics, partition: int) -> None:
        """Hand the counters to the metrics."""
        for kind, count in self._taken.items():
            metrics.count("abusewatch_events_total", count, type=kind, outcome="processed")
        for (kind, outcome), count in self._counts.items():
            metrics.count("abusewatch_events_total", count, type=kind, outcome=outcome)
        self._taken.clear()
        self._counts.clear()
        self.keyed.report(metrics, partition)
