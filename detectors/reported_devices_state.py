"""On which device each new account first posted, and who reported whom: by day, for two weeks.

What is kept is the same whatever order events come in: of too many devices (accounts reported) a day those of the
lowest hashes, of too many accounts (reporters) of one the first.
"""

from __future__ import annotations

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


class ReportedState(State, array_like=True):
    """`posted`: day -> device -> account -> its first post; `reported`: day -> account -> reporter -> the first report.

    `waiting`: days to be judged. 100 bytes for each post of a first day and report of two weeks.
    """

    posted: Days = field(default_factory=dict)
    reported: Days = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def forget(self, day: int) -> None:
        """Drop what no day from this one on is judged with."""
        for days in (self.posted, self.reported):
            if days:
                for at in [at for at in days if at <= day - DAYS]:
                    del days[at]


def note(days: Days, event: Event, thing: str, name: str) -> None:
    """Remember the first of a day's events in which a name came with a thing."""
    day, first = int(event.time // DAY_S), (event.time, event.id)
    things = days[day] if day in days else days.setdefault(day, {})
    if thing not in things:  # as nearly always: no calls
        things[thing] = {name: first}
        if len(things) > KEPT:
            del things[max(things, key=_hashed)]
        return
    names = things[thing]
    if name not in names or first < names[name]:
        names[name] = first
        if len(names) > NAMES_KEPT:
            del names[max(names, key=lambda one: (names[one], one))]


def together(days: Days, last: int) -> dict[str, Names]:
    """Return what came with each thing in the two weeks that end with a day."""
    found: dict[str, Names] = {}
    for day in sorted([day for day in days if last - DAYS < day <= last]):
        for thing, names in days[day].items():
            mine = found.setdefault(thing, {})
            for name, first in names.items():
                mine[name] = min(mine.get(name, first), first)
    return found


def _hashed(thing: str) -> tuple[int, str]:
    return crc32(thing.encode()), thing
