"""What is remembered of four weeks of money asked back: who did, how often, and how often soon after paying."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import State
from detectors.by_time import since
from detectors.recurrence import DAY_S
from detectors.sampling import by_name, sampled, thin
from schemas.event import REFUNDED, Event

WINDOW_DAYS = 28  # as `usage_devices`: what is given back is taken one after the other
KEPT = 1024  # accounts of a day; beyond, a sample by hash


class Asked(Struct, array_like=True):
    """How often an account asked money back, and how often soon after it paid; the first and the last of these."""

    number: int = 0
    soon: int = 0
    first: tuple[float, str] = (float("inf"), "")
    last: float = 0.0

    def add(self, event: Event) -> None:
        """Count an event."""
        self.number += 1
        if event.novel & REFUNDED:
            self.soon += 1
            self.first, self.last = min(self.first, (event.time, event.id)), max(self.last, event.time)

    def unite(self, other: Asked) -> None:
        """Add another day's."""
        self.number, self.soon = self.number + other.number, self.soon + other.soon
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)


class RoundsState(State, array_like=True):
    """`days`: by day the accounts that asked money back; `levels` of their samples; `waiting` steps."""

    days: dict[int, dict[str, Asked]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count an event."""
        day = int(event.time // DAY_S)
        names = self.days.setdefault(day, {})
        if sampled(event.subject, self.levels.get(day, 0)):
            names.setdefault(event.subject, Asked()).add(event)
            thin(self.days, self.levels, day, KEPT)

    def lately(self, day: int) -> dict[str, Asked]:
        """Return what each account asked back in the four weeks that end with a day."""
        found = dict[str, Asked]()
        for name, days in by_name(self.days, self.levels, range(day - WINDOW_DAYS + 1, day + 1)).items():
            whole = found[name] = Asked()
            for asked in days:
                whole.unite(asked)
        return found

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later holds."""
        self.days, self.levels = since(self.days, day - WINDOW_DAYS + 1), since(self.levels, day - WINDOW_DAYS + 1)
