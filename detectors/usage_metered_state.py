"""What an account's meters told on each day, and what was the most that any day before told."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import State
from detectors.recurrence import DAY_S
from detectors.sampling import exact
from schemas.event import Event

PRODUCTS_KEPT = 16  # of an account, the first by name
NAMED_MOST = 40  # characters of a product's name
OPEN_DAYS = 3  # late events may still come for the day before; and one more


class Meter(Struct, array_like=True):
    """One product's units: of the days that may still get more, with the first event of each; `n` days before.

    `fullest`: the most of one of those.
    """

    days: dict[int, tuple[float, float, str]] = field(default_factory=dict)
    n: int = 0
    fullest: float = 0.0

    def add(self, event: Event, units: float) -> None:
        """Count what an event tells."""
        day = int(event.time // DAY_S)
        total, time, name = self.days.get(day, (0.0, event.time, event.id))
        self.days[day] = (total + units, *min((time, name), (event.time, event.id)))

    def total(self, day: int) -> float:
        """Return the units of a day."""
        return self.days[day][0] if day in self.days else 0.0

    def before(self, day: int) -> tuple[int, float]:
        """Return how many days before one there were, and the most of them."""
        past = [told[0] for at, told in self.days.items() if at < day]
        return self.n + len(past), max([self.fullest, *past])

    def fold(self, last: int) -> None:
        """Take the days before one into those that are over."""
        for day in sorted([day for day in self.days if day < last]):
            self.n, self.fullest = self.n + 1, max(self.fullest, self.days.pop(day)[0])


class MeteredState(State, array_like=True):
    """`meters` by product; `waiting` days to be judged."""

    meters: dict[str, Meter] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count what an event tells."""
        self.meters.setdefault(name_of(event), Meter()).add(event, exact(event.units or 0.0))
        if len(self.meters) > PRODUCTS_KEPT:
            del self.meters[max(self.meters)]

    def forget(self, day: int) -> None:
        """Take what is over into the past."""
        for meter in self.meters.values():
            meter.fold(day - OPEN_DAYS)


def name_of(event: Event) -> str:
    """Return the name that an event's meter is kept by."""
    return (event.product or "")[:NAMED_MOST]
