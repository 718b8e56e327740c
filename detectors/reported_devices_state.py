"""On which device each new account first posted, and who reported whom: by day, for two weeks.

What is kept is the same whatever order events come in: of too many devices (accounts reported) a day those of the
lowest hashes, of too many accounts (reporters) of one the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from msgspec import field

from detectors.base import State
from detectors.recurrence import DAY_S
from schemas.event import Event

DAYS = 14  # who is reported is often not held for days, and goes on
KEPT = 2048  # devices, and accounts reported, a day
NAMES_KEPT = 64

First = tuple[float, str]  # when, and in which event
Names = dict[str, First]
Days = dict[int, dict[str, Names]]
Hashed = tuple[int, str]
Brims = dict[int, Hashed]  # of days of which not all is kept, the highest that is: what lies above it is not looked at


class ReportedState(State, array_like=True):
    """`posted`: day -> device -> account -> its first post; `reported`: day -> account -> reporter -> the first report.

    `waiting`: days to be judged; `brims`: of `posted` and of `reported`. 100 bytes
    for each post of a first day and report of two weeks.
    """

    posted: Days = field(default_factory=dict)
    reported: Days = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    brims: tuple[Brims, Brims] = field(default_factory=lambda: ({}, {}))

    def forget(self, day: int) -> None:
        """Drop what no day from this one on is judged with."""
        for days in (self.posted, self.reported, *self.brims):
            if days:
                for at in [at for at in days if at <= day - DAYS]:
                    del days[at]


def note(days: Days, brims: Brims, event: Event, thing: str, name: str) -> None:
    """Remember the first of a day's events in which a name came with a thing."""
    day, first = int(event.time // DAY_S), (event.time, event.id)
    things = days[day] if day in days else days.setdefault(day, {})
    if thing not in things:  # as nearly always: no calls
        if day not in brims or _hashed(thing) < brims[day]:
            things[thing] = {name: first}
            if len(things) > KEPT:
                brims[day] = _cut(things)
        return
    names = things[thing]
    if name not in names or first < names[name]:
        names[name] = first
        if len(names) > NAMES_KEPT:
            del names[max(names, key=lambda one: (names[one], one))]


def _cut(things: dict[str, Names]) -> Hashed:
    """Drop the highest; return the highest of the others."""
    del things[_highest(things)[1]]
    return _highest(things)


def together(days: Days, last: int) -> dict[str, Names]:
    """Return what came with each thing in the two weeks that end with a day."""
    found: dict[str, Names] = {}
    for day in sorted([day for day in days if last - DAYS < day <= last]):
        for thing, names in days[day].items():
            mine = found.setdefault(thing, {})
            for name, first in names.items():
                mine[name] = min(mine.get(name, first), first)
    return found


def _highest(things: Iterable[str]) -> Hashed:
    names = [*things]
    return max(zip(map(crc32, map(str.encode, names)), names, strict=True))  # no step of the interpreter for each


def _hashed(thing: str) -> Hashed:
    return crc32(thing.encode()), thing
