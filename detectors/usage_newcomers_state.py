"""What newcomers of a site used in each quarter of a day, how much was usual on the days before, and from where."""

from __future__ import annotations

from collections.abc import Collection
from math import ceil

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.sampling import sampled, thin
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.usage_newcomers_limit import Limit, limit_of
from detectors.usage_newcomers_used import Noted, Used
from detectors.usage_places import is_new, see, slot_of_provider
from schemas.event import Event

STEP_S = 6 * HOUR_S  # who fetches all that there is takes a night for it, and who grabs what is released some minutes
KEPT = 2048  # accounts a step; beyond, a sample by hash


class UseState(State, array_like=True):
    """`made`: accounts of steps that are not judged yet, `levels` of their samples, `waiting` steps.

    `days`: by day and slot of a kind, how many accounts made how many requests in a step. `places`: by slot of a
    provider, the first and the last day on which a newcomer used something there as newcomers do. `oldest`: the first
    day of all. `paced`: the first day on which an account was one of several at a program's pace. `beyond`: by kind who
    did lately what nobody new did more than a few times.
    """

    made: dict[int, dict[str, Used]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    days: dict[int, dict[str, dict[int, int]]] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    oldest: int = -1
    paced: dict[str, int] = field(default_factory=dict)
    beyond: dict[str, dict[str, Noted]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count an event of a newcomer."""
        step, name, day = int(event.time // STEP_S), event.subject, int(event.time // DAY_S)
        self.oldest = day if self.oldest < 0 else min(day, self.oldest)
        made, level = self.made.setdefault(step, {}), self.levels.get(step, 0)
        if not sampled(name, level):
            return
        made.setdefault(name, Used(event.time, event.time, event.id)).add(event)
        if len(made) > KEPT:
            thin(self.made, self.levels, step, KEPT)

    def limit(self, day: int, kind: str) -> Limit:
        """Return what was usual on the days before one."""
        counts = dict[int, int]()
        for told in self.before(day, kind):
            for size, often in told.items():
                counts[size] = counts.get(size, 0) + often
        return limit_of(counts)

    def most(self, day: int, kind: str) -> tuple[int, int]:
        """Return the most that any newcomer made in a step before a day, and of how many steps that is."""
        told = self.before(day, kind)
        most = max([size for sizes in told for size, often in sizes.items() if often], default=0)
        return most, sum([sum(sizes.values()) for sizes in told])

    def before(self, day: int, kind: str) -> list[dict[int, int]]:
        """Return for each day before one how many newcomers' steps of a kind had how many requests."""
        where = slot_of(kind)
        return [told.get(where, {}) for at, told in self.days.items() if self.oldest < at < day]

    def used_from(self, day: int, kind: str) -> int:
        """Return of how many newcomers' steps of a kind is known since a day began."""
        where = slot_of(kind)
        return sum([sum(told.get(where, {}).values()) for at, told in self.days.items() if at >= day])

    def count(self, day: int, kind: str, number: float) -> None:
        """Take how many requests of a kind somebody made in a step into a day."""
        sizes, size = self.days.setdefault(day, {}).setdefault(slot_of(kind), {}), rounded(number)
        sizes[size] = sizes.get(size, 0) + 1

    def fold(self, step: int, over: set[str], accused: Collection[str]) -> None:
        """Take a step that was judged into the days.

        `over`: who used so much that their places say nothing. Those accused teach nothing, or a second night of theirs
        would be as usual as the first.
        """
        day = day_of(step)
        told = self.days.setdefault(day, {})
        for name, used in self.made.pop(step, {}).items():
            for kind, number in used.made.items():
                sizes, size = told.setdefault(slot_of(kind), {}), rounded(number)
                sizes[size] = sizes.get(size, 0) + (name not in accused)
            for provider in () if name in over else used.at.values():
                see(self.places, slot_of_provider(provider), day)
        self.levels.pop(step, None)
        self._forget(day - DAYS_KEPT)

    def _forget(self, last: int) -> None:
        if min(self.days) < last:
            self.days = since(self.days, last)
            self.places = {place: days for place, days in self.places.items() if days[1] >= last}
            self.paced = {name: day for name, day in self.paced.items() if day >= last}

    def is_new(self, provider: str, since: int) -> bool:
        """Tell whether no newcomer used something there, as newcomers do, before a day."""
        return is_new(self.places, provider, since)


def day_of(step: int) -> int:
    """Return the day that a step lies in."""
    return int(step * STEP_S // DAY_S)


def slot_of(kind: str) -> str:
    """Return the name under which a kind is counted."""
    return slot("kind", kind)


def rounded(number: float) -> int:
    """Return a number to two digits, upwards: so a day's sizes are few.

    >>> rounded(7), rounded(99.5), rounded(641)
    (7, 100, 650)
    """
    whole = ceil(number)
    step = int(10 ** max(0, len(str(whole)) - 2))
    return -(-whole // step) * step
