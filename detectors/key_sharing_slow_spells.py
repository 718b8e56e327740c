"""How surprising the spells of one to two weeks are in which a key gained providers and countries."""

from __future__ import annotations

from collections import Counter
from math import log10
from typing import NamedTuple

from detectors.key_days import Days, came, came_again, new_places
from detectors.key_sharing_slow_state import LONGEST, WEEK, Spell
from detectors.surprise import gamma_poisson

CHOICE = log10(LONGEST - WEEK)
# A key that is younger than two weeks has no past: its first day stands for that. What is shipped with its key in it
# gains most of its users on one day, and the most of them at home; who is resold gains them evenly, from everywhere.
EVENLY, ABROAD = 1 / 4, 1 / 3


class Spells(NamedTuple):
    """Weighs them: `least` a week tell anything; `usual` of a key's week; `burstiness`: the gamma shape over keys."""

    least: float
    usual: float
    burstiness: float

    def weigh(self, providers: Days, countries: Days, born: int, end: int, *, young: bool) -> Spell:
        """Return the most surprising of the spells of one to two weeks that end on a day; a week or more lies before.

        What came again in a shorter one did so in the longest, too: mostly that is asked alone.
        """
        if young and WEEK <= end - born < 2 * WEEK - 1:
            return self._young(providers, countries, born, end)
        if end - WEEK + 1 - born < WEEK or new_places(providers, countries, end - LONGEST + 1, end) < self.least:
            return Spell(usual=self.usual)
        lengths = range(WEEK, min(LONGEST, end + 1 - born - WEEK) + 1)
        return max([self._spell(providers, countries, born, end, days) for days in lengths])

    def _young(self, providers: Days, countries: Days, born: int, end: int) -> Spell:
        """Weigh all days of a young key after its first, by that one."""
        since, days = born + 1, end - born
        came_on = Counter([first for first, again in providers.values() if first >= since and again <= end])
        new, usual = came_on.total(), self.usual * days / WEEK
        abroad = came_again(countries, since, end)
        if not new or abroad < ABROAD * new or max(came_on.values()) > EVENLY * new:
            return Spell(usual=usual)
        count, shape = new + min(new, abroad), self.burstiness - 1 + came(providers, born, since)
        surprise = gamma_poisson(count, shape, self.burstiness / usual) if count >= self.least * days / WEEK else 0.0
        return Spell(surprise, count, shape * usual / self.burstiness, days)

    def _spell(self, providers: Days, countries: Days, born: int, end: int, days: int) -> Spell:
        """Weigh what is new in so many days and came again, by what is usual in as many."""
        since, weeks = end - days + 1, days / WEEK
        count = new_places(providers, countries, since, end)
        more = came(providers, born + 1, since)
        shape = self.burstiness + more + min(more, came(countries, born + 1, since))
        rate = (self.burstiness / self.usual + (since - born - 1) / WEEK) / weeks
        surprise = gamma_poisson(count, shape, rate) if count >= self.least * weeks else 0.0
        return Spell(max(0.0, surprise - CHOICE * (days > WEEK)), count, shape / rate, days)
