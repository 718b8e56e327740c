"""What new keys use on networks where none was used before: from it a site's usual is learned (`detectors.site_days`).

A network teaches on its first day only, and of its accounts the one that uses the most: a farm that drains key after
key through one network counts once, however long it goes on. Units are the product's own, and differ by factors: so
they are told in steps of the square root of two, which the same totals reach whatever order events come in.
"""

from __future__ import annotations

from math import log2
from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.by_time import since
from detectors.recurrence import DAY_S
from detectors.sampling import exact
from detectors.site_days import COMPLETE_S, slot_of
from detectors.statuses import is_answered
from detectors.usage_amount import amount
from schemas.event import NEW_KEY, Event

A_DOUBLING = 2  # steps
ACCOUNTS_KEPT = 256  # of a network's first day
REQUESTS = "\n"  # no product is called so


class Spent(Struct, array_like=True):
    """What accounts (hashes) used under new keys on a network's first day, by day and slot. 100 bytes for most."""

    days: dict[int, dict[int, dict[int, float]]] = field(default_factory=dict)
    first: float = float("inf")

    def add(self, event: Event) -> range:
        """Return the steps that the most of any account has newly reached."""
        self.first = min(self.first, event.time)
        if self.first < event.time // DAY_S * DAY_S - LATENESS_MAX_S:
            return range(0)
        used = self.days.setdefault(int(event.time // DAY_S), {}).setdefault(measured(event), {})
        name, before = crc32(event.subject.encode()), step_of(max(used.values(), default=0.0))
        if name in used or len(used) < ACCOUNTS_KEPT:
            used[name] = used.get(name, 0.0) + exact(amount(event))
        return range(before + 1, step_of(max(used.values())) + 1)

    def forget(self, watermark: float) -> None:
        """Drop the days before yesterday."""
        last = int((watermark - COMPLETE_S) // DAY_S)
        self.days = since(self.days, last)


def is_new_use(event: Event) -> bool:
    """Tell whether something was used under a new key, at an address that is told."""
    return event.novel & NEW_KEY != 0 and event.ip is not None and is_answered(event)


def measured(event: Event) -> int:
    """Return the slot of what an event's amount is measured in: its product's units, or requests."""
    return slot_of(REQUESTS if event.units is None else event.product or "")


def step_of(units: float) -> int:
    """Return the step that so many units have reached; 0 for none.

    >>> step_of(0), step_of(1), step_of(1000), step_of(2001)
    (0, 3, 20, 22)
    """
    return 1 + int(A_DOUBLING * log2(1.0 + units)) if units > 0 else 0


def beyond_step(step: int) -> float:
    """Return how many units are beyond a step.

    >>> round(beyond_step(20)), step_of(beyond_step(20))
    (1023, 21)
    """
    return float(2.0 ** (step / A_DOUBLING) - 1.0)
