"""What a site's accounts came with day by day, of which each mostly has his own: cards, or devices for a use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from msgspec import field

from detectors.base import State
from detectors.recurrence import DAY_S
from detectors.sampling import by_name, sampled
from schemas.event import Event

WINDOW_DAYS = 28  # as `card_sharing_slow`: trials and bonuses are taken one after the other
KINDS_KEPT = 64
KEPT = 1024  # things of a kind a day; beyond, a sample by hash, so that all accounts of a thing are kept or none
NAMES_KEPT = 64  # of a thing in a day, the earliest
FOUND_KEPT = 512
AGAIN, AGAIN_WEIGHT = 0.1, 10.0
# What comes at once is a class's, a firm's, or for `card_sharing` to see; as of one inviter's accounts.
DAYS, ONE_DAY_MOST = 3, 0.5


class Came(NamedTuple):
    """The first event of an account with a thing, and by hash the place it came from: device, or else address."""

    time: float
    event_id: str
    place: int


Names = dict[str, Came]


class SharedState(State, array_like=True):
    """`days`: by day, kind and thing, the accounts that came with it; `levels` of their samples; `waiting` steps.

    `found`: of a thing that many had in common, by kind, the first day of that; `oldest`: the first day of all.
    """

    days: dict[int, dict[str, dict[str, Names]]] = field(default_factory=dict)
    levels: dict[int, dict[str, int]] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    found: dict[str, dict[str, int]] = field(default_factory=dict)
    oldest: int = -1

    def add(self, event: Event, kind: str, thing: str, place: str | None = None) -> None:
        """Count an event, once a day for an account and thing; `place`: where from, if not what a `Came` says."""
        day, name = int(event.time // DAY_S), event.subject
        kinds, levels = self.days.setdefault(day, {}), self.levels.setdefault(day, {})
        things, level = kinds.setdefault(kind, {}), levels.get(kind, 0)
        if len(kinds) > KINDS_KEPT:  # of too many the first by name, whatever order they come in
            del kinds[max(kinds)]
        if not sampled(thing, level):
            return
        names = things.setdefault(thing, {})
        names[name] = min(names.get(name, _LAST), _came(event, place))
        if len(names) > NAMES_KEPT:
            del names[max(names, key=lambda one: (names[one], one))]
        while len(things) > KEPT:
            level = levels[kind] = level + 1
            for other in [other for other in things if not sampled(other, level)]:
                del things[other]

    def lately(self, day: int, kind: str, last: int = WINDOW_DAYS) -> dict[str, list[Names]]:
        """Return things' accounts on each of the `last` days until one, as far as their coarsest sample."""
        days = {at: self.days[at][kind] for at in range(day - last + 1, day + 1) if kind in self.days.get(at, {})}
        return by_name(days, {at: self.levels[at].get(kind, 0) for at in days}, days)

    def every(self, day: int, kind: str, last: int = WINDOW_DAYS) -> dict[str, Names]:
        """Return the same, each thing's days together."""
        return {thing: united(days) for thing, days in self.lately(day, kind, last).items()}

    def of(self, day: int, kind: str, thing: str, last: int = WINDOW_DAYS) -> Names:
        """Return the accounts of one thing on these days."""
        days = [self.days[at].get(kind, {}) for at in range(day - last + 1, day + 1) if at in self.days]
        return united([things[thing] for things in days if thing in things])

    def usual(self, day: int, kind: str) -> float:
        """Return how many things of a kind many shared in such a window of earlier weeks."""
        before = day - WINDOW_DAYS
        seen = sum([first <= before for first in self.found.get(kind, {}).values()])
        return seen * WINDOW_DAYS / max(WINDOW_DAYS, before - self.oldest + 1)

    def learn(self, day: int, kind: str, things: Iterable[str]) -> None:
        """Take what was found on a day into what is usual later; a day without anything, too."""
        self.oldest = day if self.oldest < 0 else min(day, self.oldest)
        for thing in things:
            self.found.setdefault(kind, {}).setdefault(thing, day)
        found = self.found.get(kind, {})
        while len(found) > FOUND_KEPT:
            del found[max(found, key=lambda thing: (found[thing], thing))]

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later holds."""
        for at in [at for at in self.days if at <= day - WINDOW_DAYS]:
            del self.days[at]
            self.levels.pop(at, None)


_LAST = Came(float("inf"), "", 0)


def _came(event: Event, place: str | None) -> Came:
    return Came(event.time, event.id, crc32((place or event.device or event.ip or event.subject).encode()))


def united(days: Iterable[Names]) -> Names:
    """Return the first event of each account over days."""
    mine: Names = {}
    for names in days:
        for name, came in names.items():
            mine[name] = min(mine.get(name, came), came)
    return mine


def size(names: Names) -> int:
    """Return how many accounts came from a place of their own."""
    return len({came.place for came in names.values()})


def in_turn(names: Names) -> bool:
    """Tell whether they came day after day."""
    days = Counter([came.time // DAY_S for came in names.values()])
    return len(days) >= DAYS and max(days.values()) <= ONE_DAY_MOST * len(names)


def again_of(sizes: Iterable[int], few: int) -> float:
    """Return to what share of things that an account came with another comes, by those of fewer accounts than `few`."""
    own = [number for number in sizes if number < few]
    return max(AGAIN, (sum(own) - len(own) + AGAIN * AGAIN_WEIGHT) / (sum(own) + AGAIN_WEIGHT))
