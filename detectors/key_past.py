"""What a key's earlier days say of a window that is full, and of new networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log, log10
from typing import NamedTuple

from detectors.base import LATENESS_MAX_S
from detectors.key_places import Day, past
from detectors.nothing import NOTHING
from detectors.recurrence import AS_FULL, DAY_S, FOLD
from detectors.surprise import HALF, student_tail
from detectors.usage_products import HasDays

FIRMNESS = 3  # days: with few of its own, what a key may come to is hardly known, and the tail is heavy


class Past(NamedTuple):
    """Active days before; their fullest window; days old enough to tell of new networks, and those that had any.

    `idle`: days since the last active one; `longest`: the longest such gap among those before. `fresh`: what is judged
    are products never used before; `begun`: days on which one was, of those told. `owners`, `lands`: days on which a
    new provider came, or a new country, where what is judged is of one; else -1. `scattered`: whether several new
    countries and providers are about at once. `programs`: days on which a new kind of program came, where what is
    judged is of one; else -1.
    """

    days: int
    fullest: float
    told: int
    strange: int
    idle: int
    longest: int
    begun: int = 0
    fresh: bool = False
    owners: int = -1
    lands: int = -1
    scattered: bool = False
    programs: int = -1

    def surprise(self, total: float, spread: float) -> float:
        """Return the surprise of `total` units from new networks; 0 where an earlier day had as much."""
        if not self.days or total <= self.fullest:
            return 0.0
        fold = total / max(self.fullest, 1e-9)
        over = student_tail(round(log(fold) / spread, 2), FIRMNESS + self.days)
        found = self._place() + log10(self.days + 1) + over + self._pause() + self._product() + self._program()
        return found if fold >= FOLD else min(found, AS_FULL + (HALF - AS_FULL) * (fold - 1) / (FOLD - 1))

    def _place(self) -> float:
        """Return how rarely new networks are about: Jeffreys' estimate of the share of days with any.

        Of days with a new provider, where that is new, too. Where most days have new networks half of what the share of
        those with a new country says is added, and where several come at once: elsewhere a server that moves brings it
        along with its network, but to one country.
        """
        strange = self.strange if self.owners < 0 else min(self.strange, self.owners)
        found = log10((self.told + 1) / (strange + 0.5))
        if self.lands < 0 or not (self.scattered or self._roams()):
            return found
        return found + 0.5 * log10((self.told + 1) / (self.lands + 0.5))

    def _roams(self) -> bool:
        return 2 * self.strange > self.told

    def _pause(self) -> float:
        """Return how rare a pause is that is longer than any before: a tenfold one comes once in three (10 ** 0.5).

        Projects do rest, and the next step of many is a server elsewhere.
        """
        return 0.5 * log10(self.idle / self.longest) if self.idle > self.longest else 0.0

    def _product(self) -> float:
        """Return how rarely a product is used for the first time, as `_place`; half, as for a pause.

        A project that is new brings both, a product and a server: neither is by chance where the other is.
        """
        return 0.5 * log10((self.told + 1) / (self.begun + 0.5)) if self.fresh else 0.0

    def _program(self) -> float:
        """Return how rarely a kind of program is used for the first time; half, as for a product.

        A server that moves takes its program along, in a later release at most; a thief has his own.
        """
        return 0.5 * log10((self.told + 1) / (self.programs + 0.5)) if self.programs >= 0 else 0.0


def past_of(days: bytes, time: float, new_s: float, owners: Mapping[int, float] = NOTHING) -> Past:
    """Return the past as known at `time`: of days that surely ended before.

    Of new networks only what was used before the present ones were new (`new_s` seconds) counts, or a thief would
    teach what is usual. Where most days have new networks, as with build runners, those of yesterday are no thief's
    either, but from the day on which a new provider came (`owners`: since when each was used).
    """
    today = int((time - LATENESS_MAX_S) // DAY_S)
    before = today - int(new_s // DAY_S)
    over = [day for day in past(days) if day.number < today and day.known + day.strange > 0]  # else nothing was used
    told = _told(over, before)
    if roams := 2 * sum([day.strange > 0 for day in told]) > len(told):
        came = [int(first // DAY_S) for first in owners.values()]
        before = min([day for day in came if before <= day < today], default=today)
        told = _told(over, before)
    known = [day for day in over if day.known > 0 or day.number < before]
    numbers = [day.number for day in (over if roams else known)]
    return Past(
        days=len(known),
        fullest=max([day.known for day in known] + [day.strange for day in told], default=0.0),
        told=len(told),
        strange=sum([day.strange > 0 for day in told]),
        idle=today - numbers[-1] if numbers else 1,
        longest=max([after - one for one, after in pairwise(numbers)], default=1),
    )


def _told(over: Iterable[Day], before: int) -> list[Day]:
    """Return the days before one, of which it is known what was new on them."""
    return [day for day in over if day.number < before]


def begun(products: Iterable[HasDays], days: bytes, time: float, new_s: float) -> int:
    """Return on how many of the days told at `time` a product was used for the first time, of those kept.

    Not counted is the first day of all, on which something must.
    """
    before = int((time - LATENESS_MAX_S) // DAY_S) - int(new_s // DAY_S)
    first = min([day.number for day in past(days)], default=before)
    began = {min([day.number for day in past(product.days)], default=before) for product in products}
    return sum([first < day < before for day in began])
