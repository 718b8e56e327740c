"""The rooms of one job's subjects, of both event topics."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.engine import Engine
from pipeline.keyed import Keyed, of_events
from pipeline.local_rooms import ROOMS
from pipeline.parallel.messages import ACCOUNT, CONTENT, Stretch
from pipeline.parallel.steps import Steps, TimedRoom
from pipeline.parallel.told_clock import ToldClock
from pipeline.parallel.voice import (  # fmt: skip
    SUBJECT_TIMERS,
    Voice,
    order,
)
from pipeline.store.entries import engine_key
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from pipeline.subjects import Subjects
from pipeline.sweep import Held
from schemas.event import Event

ACCOUNT_ROOM, CONTENT_ROOM, ENTITY_ROOM, SITE_ROOM = range(len(ROOMS))


class OwnSubjects:
    """Base of `OwnRooms`: takes subjects' events; what follows from them is the rooms' of all jobs."""

    def __init__(self, engine: Engine, voice: Voice, *, signals: bool) -> None:
        self._engine, self._voice = engine, voice
        self._sink = of_events(voice.signal) if signals else None
        self._store, self._clock = MemoryBackend(), ToldClock()
        self._held = [Held() for _ in ROOMS]
        self._keyed = [self._room(number) for number in range(len(ROOMS))]
        self.subjects = {
            ACCOUNT: TimedRoom(self._keyed[ACCOUNT_ROOM], voice, bytes((ACCOUNT,)), SUBJECT_TIMERS),
            CONTENT: TimedRoom(self._keyed[CONTENT_ROOM], voice, bytes((CONTENT,)), SUBJECT_TIMERS),
        }
        self._takers = {kind: Subjects(engine.routes, room.keyed, self._clock) for kind, room in self.subjects.items()}

    def _room(self, number: int) -> Keyed:
        vault = self._engine.vault(PartitionReader(self._store, number), ROOMS[number])
        return self._engine.keyed(vault, self._voice.found, {}, self._held[number], self._sink)

    def begin_subjects(self, stretch: Stretch, steps: Steps) -> None:
        """Go on to a stretch."""
        self._tidy((ACCOUNT_ROOM, CONTENT_ROOM), stretch)
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
