"""The rooms of one job: those of both event topics, the entities', and in one job the site's."""

from __future__ import annotations

from pipeline.clock import EARLY_S
from pipeline.engine import Engine
from pipeline.local_rooms import ROOMS
from pipeline.parallel.messages import BOTH, Handed, Stretch
from pipeline.parallel.own_subjects import ENTITY_ROOM, SITE_ROOM, OwnSubjects
from pipeline.parallel.steps import Steps, TimedRoom
from pipeline.parallel.voice import (  # fmt: skip
    ENTITY_TIMERS,
    FIRST_ENTITY,
    SITE,
    SITE_TIMERS,
    Voice,
    order,
)
from pipeline.site_room import SiteRoom, site_room
from pipeline.store.reader import PartitionReader
from schemas.event import EARLY, Event

_LAST_TEXTS, _FLUSHED = 16, 32  # places at the end of the input: texts that wait, then room by room


class OwnRooms(OwnSubjects):
    """Does what `LocalPipeline` does, in two steps a stretch: subjects, then, with the rows of all jobs, the rest."""

    def __init__(self, engine: Engine, voice: Voice, *, site: bool, signals: bool) -> None:
        super().__init__(engine, voice, signals=signals)
        self._entities = TimedRoom(self._keyed[ENTITY_ROOM], voice, BOTH, ENTITY_TIMERS)
        self._site = TimedRoom(self._keyed[SITE_ROOM], voice, BOTH, SITE_TIMERS)
        self._whole = self._site_room() if site else self._no_room()
        self._has_site = site

    def _site_room(self) -> SiteRoom:
        vault = self._engine.vault(PartitionReader(self._store, SITE_ROOM), ROOMS[SITE_ROOM])
        return site_room(self._engine, self._keyed[SITE_ROOM], vault)

    def _no_room(self) -> SiteRoom:
        return SiteRoom(self._engine.routes, self._site.keyed, None, None, apart_s=self._engine.settings.apart_s)

    def site_wants(self, event: Event) -> bool:
        """Tell whether the site's room must see an event."""
        return self._whole.wants(event)

    # Entities and the site.

    def take_rows(self, stretch: Stretch, steps: Steps, rows: list[Handed]) -> None:
        """Take the rows of all jobs, in order of their lines."""
        self._tidy((ENTITY_ROOM, SITE_ROOM), stretch)
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
