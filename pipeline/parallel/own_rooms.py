"""The rooms of one job: those of both event topics, the entities', and in one job the site's."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.clock import EARLY_S
from pipeline.engine import Engine
from pipeline.keyed import Keyed
from pipeline.local_rooms import ROOMS, of_events
from pipeline.parallel.messages import ACCOUNT, BOTH, CONTENT, Handed, Stretch
from pipeline.parallel.steps import Steps, TimedRoom
from pipeline.parallel.told_clock import ToldClock
from pipeline.parallel.voice import (  # fmt: skip
    ENTITY_TIMERS,
    FIRST_ENTITY,
    SITE,
    SITE_TIMERS,
    SUBJECT_TIMERS,
    Voice,
    order,
)
from pipeline.site_room import SiteRoom, site_room
from pipeline.store.entries import engine_key
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from pipeline.subjects import Subjects
from pipeline.sweep import Held
from schemas.event import EARLY, Event

_ACCOUNT, _CONTENT, _ENTITIES, _SITE = range(len(ROOMS))
_LAST_TEXTS, _FLUSHED = 16, 32  # places at the end of the input: texts that wait, then room by room


class OwnRooms:
    """Does what `LocalPipeline` does, in two steps a stretch: subjects, then, with the rows of all jobs, the rest."""

    def __init__(self, engine: Engine, voice: Voice, *, site: bool, signals: bool) -> None:
        self._engine, self._voice = engine, voice
        self._sink = of_events(voice.signal) if signals else None
        self._store, self._clock = MemoryBackend(), ToldClock()
        self._held = [Held() for _ in ROOMS]
        self._keyed = [self._room(number) for number in range(len(ROOMS))]
        self.subjects = {
            ACCOUNT: TimedRoom(self._keyed[_ACCOUNT], voice, bytes((ACCOUNT,)), SUBJECT_TIMERS),
            CONTENT: TimedRoom(self._keyed[_CONTENT], voice, bytes((CONTENT,)), SUBJECT_TIMERS),
        }
        self._takers = {kind: Subjects(engine.routes, room.keyed, self._clock) for kind, room in self.subjects.items()}
        self._entities = TimedRoom(self._keyed[_ENTITIES], voice, BOTH, ENTITY_TIMERS)
        self._site = TimedRoom(self._keyed[_SITE], voice, BOTH, SITE_TIMERS)
        self._whole = self._site_room() if site else SiteRoom(engine.routes, self._site.keyed, None, None)
        self._has_site = site

    def _room(self, number: int) -> Keyed:
        vault = self._engine.vault(PartitionReader(self._store, number), ROOMS[number])
        return self._engine.keyed(vault, self._voice.found, {}, self._held[number], self._sink)

    def _site_room(self) -> SiteRoom:
        vault = self._engine.vault(PartitionReader(self._store, _SITE), ROOMS[_SITE])
        return site_room(self._engine, self._keyed[_SITE], vault)

    # Subjects.

    def begin_subjects(self, stretch: Stretch, steps: Steps) -> None:
        """Go on to a stretch."""
        self._tidy((_ACCOUNT, _CONTENT), stretch)
        for room in self.subjects.values():
            room.begin(steps)

    def prepare(self, events: Iterable[tuple[int, int, Event]]) -> None:
        """Read the texts of events to come, all together; see `Texts.prepare`."""
        self._takers[CONTENT].texts.prepare([event for _, kind, event in events if kind == CONTENT])

    def take(self, kind: int, event: Event, steps: Steps, number: int, before: float) -> bool:
        """Take one subject's event at its line; False for a duplicate. `before`: how far time was before it."""
        room = self.subjects[kind]
        room.until(number)
        room.keyed.cache.at(steps.floors[number])
        self._voice.at(order(steps.start + number, 0))
        self._clock.tell(before, steps.marks[number], steps.slacks[number])
        fresh = self._takers[kind].take(event)
        sampler = self._engine.sampler
        if fresh and sampler is not None and (alert := sampler.of(event)) is not None:
            self._voice.sampled(alert)
        return fresh

    def end_subjects(self, end: int) -> None:
        """Fire what is due at others' events up to the end of the stretch."""
        for room in self.subjects.values():
            room.until(end)

    def repeats(self, kind: int, event: Event, floor: float) -> bool:
        """Tell whether an event that comes next is a duplicate."""
        room = self.subjects[kind]
        room.keyed.cache.at(floor)
        return self._takers[kind].knows(event)

    def site_wants(self, event: Event) -> bool:
        """Tell whether the site's room must see an event."""
        return self._whole.wants(event)

    # Entities and the site.

    def take_rows(self, stretch: Stretch, steps: Steps, rows: list[Handed]) -> None:
        """Take the rows of all jobs, in order of their lines."""
        self._tidy((_ENTITIES, _SITE), stretch)
        for row in rows:
            if row.event.time < stretch.began + EARLY_S:
                row.event.novel |= EARLY
        self._take_entities(steps, rows)
        if self._has_site:
            self._take_site(stretch, steps, {row.at - steps.start: row.event for row in rows if row.site})

    def _take_entities(self, steps: Steps, rows: list[Handed]) -> None:
        room, routes = self._entities, self._engine.routes
        keyed, voice = room.keyed, self._voice
        room.begin(steps)
        for row in rows:
            number, event = row.at - steps.start, row.event
            room.until(number)
            keyed.episodes.slack_s = steps.slacks[number]
            for place, key in row.keys:
                kind, _, bare = key.partition(":")
                voice.at(order(row.at, FIRST_ENTITY + place))
                keyed.take(routes.wanted(kind, bare, event), key, event, steps.marks[number])
        room.until(len(steps.kinds))

    def _take_site(self, stretch: Stretch, steps: Steps, events: dict[int, Event]) -> None:
        verdicts = dict(stretch.verdicts)
        timers, whole = self._site.keyed.episodes.timers, self._whole
        for number, kind in enumerate(steps.kinds):
            if kind in BOTH:
                mark = steps.marks[number]
                self._voice.at(order(steps.start + number, SITE))
                self._site.keyed.episodes.slack_s = steps.slacks[number]
                if (event := events.get(number)) is not None:
                    whole.take(event, mark)
                elif whole.waits:
                    whole.catch_up(mark)
                if timers.next <= mark:
                    self._site.fire(steps, number)
            elif (verdict := verdicts.get(steps.start + number)) is not None:
                whole.verdict(verdict, steps.marks[number])

    # The end, and what has no order.

    def flush(self, watermark: float) -> None:
        """Say what timers still hold, room by room."""
        self._voice.at(order(0, _LAST_TEXTS))
        self._whole.judge(float("inf"), watermark)
        for number, keyed in enumerate(self._keyed):
            self._voice.at(order(0, _FLUSHED + number))
            keyed.flush(watermark)

    def entries(self) -> list[int]:
        """Return how many entities each room remembers."""
        return [held.entries for held in self._held]

    def _tidy(self, rooms: tuple[int, int], stretch: Stretch) -> None:
        for number in rooms:
            cache = self._keyed[number].cache
            if stretch.evict:
                cache.sweep(self._keyed[number].wanted())
            if stretch.trim is not None:
                cache.at(stretch.trim)
                cache.trim()
            if stretch.evict or stretch.trim is not None:
                self._store.write(number, ((engine_key(key), value) for key, value in cache.flush_cold()), 0)
