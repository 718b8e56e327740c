"""At which times of a day newcomers used each of a product's things, and how even that was."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.network import line_of
from detectors.recurrence import DAY_S
from detectors.sampling import by_name, sampled, thin
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.usage_newcomers_used import NAMES_MOST, Seen, put
from schemas.event import Event

WINDOW_DAYS = 8  # an account is a newcomer for a week, which lies in eight days
KEPT = 1024  # accounts a day; beyond, a sample by hash
TIMES_KEPT = 96  # of a thing, an account and a day: the first; a beat of a quarter of an hour fills a day with them
TENTH_S = 0.1
GAP_LEAST, GAP_MOST = 50, 36_000  # tenths of a second: below is one page's own calls, above another sitting
EVEN = 0.05  # of an account's middle gap: people's differ by factors


class Beat(NamedTuple):
    """Of a thing that an account used: its gaps, how many are all but the middle one, and that (tenths of seconds).

    `hours`: of the day, in which it was used.
    """

    gaps: int
    even: int
    middle: int
    hours: int


class Beaten(Seen, array_like=True):
    """What an account used on one day: the times (tenths of seconds of the day) by thing, from which addresses.

    `beats`: what the times have shown, once the day is over.
    """

    times: dict[str, list[int]] = field(default_factory=dict)
    at: tuple[str, ...] = ()
    beats: dict[str, Beat] = field(default_factory=dict)

    def add(self, event: Event, thing: str) -> None:
        """Count an event. Of too many the first are kept, whatever order they come in."""
        self.saw(event)
        times = self.times.get(thing, [])
        insort(times, int(event.time % DAY_S / TENTH_S))
        del times[TIMES_KEPT:]
        put(self.times, thing, times)
        where = slot("address", line_of(event.ip)) if event.ip else ""
        if where and where not in self.at:
            self.at = tuple(sorted((*self.at, where))[:NAMES_MOST])

    def settle(self) -> None:
        """Keep of the times what they show."""
        told = {thing: beat_of(times) for thing, times in self.times.items()}
        self.beats = {thing: beat for thing, beat in told.items() if beat.gaps}
        self.times = {}


class BeatState(State, array_like=True):
    """`days`: newcomers by day; `levels` of their samples; `waiting` days.

    `told`: who was accused on the last day that was judged, and how surprising that was.
    """

    days: dict[int, dict[str, Beaten]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)

    def add(self, event: Event, thing: str) -> None:
        """Count an event of a newcomer."""
        day, name = int(event.time // DAY_S), event.subject
        daily, level = self.days.setdefault(day, {}), self.levels.get(day, 0)
        if not sampled(name, level):
            return
        daily.setdefault(name, Beaten(event.time, event.time, event.id)).add(event, thing)
        if len(daily) > KEPT:
            thin(self.days, self.levels, day, KEPT)

    def lives(self, day: int) -> dict[str, list[Beaten]]:
        """Return the days of each newcomer in the window that ends with a day, as far as the coarsest sample."""
        return by_name(self.days, self.levels, range(day - WINDOW_DAYS + 1, day + 1))

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later holds."""
        if self.days and min(self.days) <= day - WINDOW_DAYS:
            self.days = since(self.days, day - WINDOW_DAYS + 1)
            self.levels = since(self.levels, day - WINDOW_DAYS + 1)


def beat_of(times: Sequence[int]) -> Beat:
    """Return how even times are, in order.

    >>> beat_of([0, 9000, 18010, 27000, 27010, 90000]), beat_of([0, 9000])
    (Beat(gaps=3, even=3, middle=9000, hours=2), Beat(gaps=1, even=1, middle=9000, hours=1))
    """
    gaps = [later - time for time, later in pairwise(times) if GAP_LEAST <= later - time <= GAP_MOST]
    middle = median(gaps or [0])
    hours = len({int(time * TENTH_S // HOUR_S) for time in times})
    return Beat(len(gaps), sum([abs(gap - middle) <= EVEN * middle for gap in gaps]), round(middle), hours)
