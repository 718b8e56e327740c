"""What one entity does within a day, of which its site's days are made: distinct things, and refusals."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.by_time import since
from detectors.recurrence import DAY_S
from detectors.site_days import COMPLETE_S

HOUR_S = 3600.0
HOURS = 24  # a day
SETS_MOST = 256  # of a set: more are all the same to a quantile


class Distinct(Struct, array_like=True):
    """Distinct things (hashes) of one entity by hour. At most 256 a day, 2 days: 1.5 KB for the busiest.

    `first`: the entity's first event, where that is asked for.
    """

    hours: dict[int, dict[int, int]] = field(default_factory=dict)
    first: float = float("inf")

    def begins(self, time: float) -> bool:
        """Note an event of the entity; tell whether it lies on the first day on which there was any.

        A first event just before midnight may come after those of the new day, and leaves it the first.
        """
        self.first = min(self.first, time)
        return self.first >= time // DAY_S * DAY_S - LATENESS_MAX_S

    def add(self, time: float, code: int) -> tuple[int, int]:
        """Return the size that an hour's set and a day's have grown to; 0 for one that has not grown."""
        hour = int(time // HOUR_S)
        day = hour // HOURS
        same = [told for at, told in self.hours.items() if at // HOURS == day]
        if sum(map(len, same)) >= SETS_MOST or code in (told := self.hours.setdefault(hour, {})):
            return 0, 0
        grown = not any([code in one for one in same])
        told[code] = 1
        return len(told), len(set().union(*same, told)) if grown else 0

    def forget(self, watermark: float) -> None:
        """Drop the days before yesterday."""
        last = int((watermark - COMPLETE_S) // DAY_S)
        if self.hours and min(self.hours) // HOURS < last:
            self.hours = {hour: told for hour, told in self.hours.items() if hour // HOURS >= last}


class Refusals(Struct, array_like=True):
    """How often an entity was refused, by day and product (`slot_of`). At most two days: 100 bytes for most."""

    days: dict[int, dict[int, int]] = field(default_factory=dict)

    def add(self, time: float, slot: int) -> int:
        """Return the number that a day's refusals have grown to; 0 for more than a quantile can tell."""
        slots = self.days.setdefault(int(time // DAY_S), {})
        slots[slot] = number = slots.get(slot, 0) + 1
        return number if number <= SETS_MOST else 0

    def forget(self, watermark: float) -> None:
        """Drop the days before yesterday."""
        self.days = since(self.days, (watermark - COMPLETE_S) // DAY_S)
