"""The rooms of a replay over one memory: what `stages` are live, without Kafka between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pipeline.clock import EARLY_S, SourceClock
from pipeline.engine import Engine
from pipeline.in_turn import ENTITIES, ENTITY_TIMERS, PLACES, SITE, SITE_TIMERS, SUBJECT, InTurn
from pipeline.keyed import Keyed, SignalSink, of_events
from pipeline.metrics_spec import Metrics
from pipeline.site_room import site_room
from pipeline.store.entries import engine_key
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from pipeline.subjects import Subjects
from pipeline.sweep import Held
from schemas.alert import Alert
from schemas.event import EARLY, Event
from schemas.finding import Finding

ROOMS = ("account", "content", "observations", "rates")  # as the live stages are called


class Told(Protocol):
    """Who is told what the rooms say, in its turn."""

    def found(self, finding: Finding) -> None:
        """Take a finding."""

    def sampled(self, alert: Alert) -> None:
        """Take an audit sample."""


Step = tuple[Event, float, float]  # an event that is no duplicate, watermark and slack after it


class LocalRooms:
    """Takes events room by room. What is said goes into `turns`, for `told` to get in its turn: findings, samples."""

    def __init__(self, engine: Engine, turns: InTurn, told: Told, sink: SignalSink | None) -> None:
        self._engine, self._turns, self._told = engine, turns, told
        self._store, self._sampler = MemoryBackend(), engine.sampler
        self.clock = SourceClock(engine.settings.lateness_s)
        heard = self._heard(sink)
        self.all = tuple(self._room(number, heard) for number in range(len(ROOMS)))
        account, content, self.entities, self.site = self.all
        self.account = Subjects(engine.routes, account, self.clock)
        self.content = Subjects(engine.routes, content, self.clock)
        self.whole = site_room(engine, self.site, engine.vault(PartitionReader(self._store, 3), "rates"))

    def _room(self, number: int, sink: SignalSink | None) -> Keyed:
        vault = self._engine.vault(PartitionReader(self._store, number), ROOMS[number])
        return self._engine.keyed(vault, self._found, {}, Held(), sink)

    def _heard(self, sink: SignalSink | None) -> SignalSink | None:
        """Return where rooms put signals, which `sink` then gets in their turn."""
        to, say = of_events(sink), self._turns.say
        return None if to is None else lambda event, detector, signal: say(to, event, detector, signal)

    def _found(self, finding: Finding) -> None:
        self._turns.say(self._told.found, finding)

    # Events, room by room.

    def take(self, events: Iterable[Event]) -> list[Step]:
        """Take events through every room, all of them through one before the next; return those that are new.

        What runs once an event calls nothing that it need not (`tests.test_bench_guard`).
        """
        steps = self._by_subject(events)
        self._by_entity(steps)
        self._by_site(steps)
        return steps

    def _by_subject(self, events: Iterable[Event]) -> list[Step]:
        turns, clock, steps = self._turns, self.clock, list[Step]()
        turns.place, sampler = SUBJECT, self._sampler
        for event in events:
            room = self.content if event.type.startswith("content.") else self.account
            if not room.take(event):
                continue  # a duplicate
            if sampler is not None and (alert := sampler.of(event)) is not None:
                turns.say(self._told.sampled, alert)
            if event.time < clock.began + EARLY_S:
                event.novel |= EARLY
            steps.append((event, clock.watermark, room.keyed.episodes.slack_s))
            turns.place += PLACES
        return steps

    def _by_entity(self, steps: Iterable[Step]) -> None:
        turns, room, rows = self._turns, self.entities, self._engine.routes.rows
        take, episodes = room.take, room.episodes
        turns.place = ENTITIES
        for event, watermark, slack_s in steps:
            episodes.slack_s = slack_s
            seen = rows(event)
            for key in seen:
                take(seen[key], key, event, watermark)
            if episodes.timers.next <= watermark:
                turns.place += ENTITY_TIMERS - ENTITIES
                room.due(watermark)
                turns.place -= ENTITY_TIMERS - ENTITIES
            turns.place += PLACES

    def _by_site(self, steps: Iterable[Step]) -> None:
        turns, room, take = self._turns, self.site, self.whole.take
        episodes = room.episodes
        turns.place = SITE
        for event, watermark, slack_s in steps:
            episodes.slack_s = slack_s
            take(event, watermark)
            if episodes.timers.next <= watermark:
                turns.place += SITE_TIMERS - SITE
                room.due(watermark)
                turns.place -= SITE_TIMERS - SITE
            turns.place += PLACES

    # The end, and what has no order.

    def flush(self) -> None:
        """Say what timers still hold."""
        self.whole.judge(float("inf"), self.clock.watermark)
        for keyed in self.all:
            keyed.flush(self.clock.watermark)

    def trim(self) -> None:
        """Turn what has not been used for long into bytes."""
        for number, keyed in enumerate(self.all):
            keyed.cache.at(self.clock.watermark)
            keyed.cache.trim()
            self._keep(number, keyed)

    def evict(self) -> None:
        """Forget expired entities."""
        for number, keyed in enumerate(self.all):
            keyed.cache.sweep(keyed.wanted())
            self._keep(number, keyed)

    def _keep(self, number: int, keyed: Keyed) -> None:
        self._store.write(number, ((engine_key(key), value) for key, value in keyed.cache.flush_cold()), 0)

    def report(self, metrics: Metrics) -> None:
        """Hand the counters to the metrics."""
        for room in (self.account, self.content, self.entities, self.site):
            room.report(metrics, 0)
