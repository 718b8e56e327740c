"""The simulation: hour by hour, everything that happens in order of event time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.ingest.cloud_events import Message
from pipeline.simulate.access import Access
from pipeline.simulate.behaviour import Behaviour
from pipeline.simulate.chance import mixed
from pipeline.simulate.ordinary.customers import Customers
from pipeline.simulate.ordinary.mailing_lists import MailingLists
from pipeline.simulate.ordinary.newcomers import Newcomers
from pipeline.simulate.ordinary.people import People
from pipeline.simulate.ordinary.renewals import Renewals
from pipeline.simulate.ordinary.retrying_clients import RetryingClients
from pipeline.simulate.programme import programme
from pipeline.simulate.row import Row
from pipeline.simulate.settings import HOUR_S, SimulationSettings
from pipeline.simulate.truth import TruthBook
from pipeline.simulate.world import World

BEHAVIOURS: tuple[type[Behaviour], ...] = (People, Newcomers, RetryingClients, Customers, MailingLists, Renewals)
_by_time = attrgetter("time")


class _Wire(Struct):
    """A CloudEvent in the order in which it is written."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: dict[str, Any]


class Simulation:
    """Iterate over it once: events in order of time; `truth` is complete when they have all been taken.

    Memory: the population, and the events of one hour with what episodes have begun. Time: about 10 microseconds
    an event.
    """

    def __init__(self, settings: SimulationSettings) -> None:
        self.settings, self.truth = settings, TruthBook()
        self.time = settings.start_s  # how far it has come
        world = World(settings)
        access = Access(world)
        self._behaviours = [kind(world, access) for kind in BEHAVIOURS]
        self._episodes = programme(world, access)
        self._prefix, self._count = f"{mixed(settings.seed, 79):016x}"[:8], 0
        self._encode = msgspec.json.Encoder().encode

    def __iter__(self) -> Iterator[Message]:
        """Yield every event as it travels."""
        waiting: list[Row] = []
        start, end = self.settings.start_s, self.settings.end_s
        while start < end:
            until = min(start + HOUR_S, end)
            waiting.extend(self._hour(start, until))
            waiting.sort(key=_by_time)  # stable: equal times stay in the order of the parts that made them
            ready = bisect_left(waiting, until, key=_by_time)
            for row in waiting[:ready]:
                yield self._message(row)
            del waiting[:ready]
            start = until

    def _hour(self, start: float, until: float) -> Iterator[Row]:
        while self._episodes and self._episodes[0].at < until:
            episode = self._episodes.pop(0)
            scene = episode.play()
            self.truth.open(episode, scene)
            for row in scene.rows:
                yield row._replace(label=episode.name)
        for behaviour in self._behaviours:
            yield from behaviour.hour(start)

    def _message(self, row: Row) -> Message:
        self._count += 1
        name = f"{self._prefix}{self._count:010x}"
        self.time = row.time
        if row.label:
            self.truth.add(row.label, name, row.time)
        at = datetime.fromtimestamp(round(row.time, 3), UTC)
        value = self._encode(_Wire("1.0", name, row.source, row.type, row.subject, at, row.data))
        return Message(row.type, row.subject, value)
