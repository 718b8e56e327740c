"""What a site's own days teach: how many strangers its new accounts write to, and how many of its links are theirs.

All that is kept merges in any order: sets by hour, and for each day how often a set of so many was reached. Only days
that are over and complete speak of an event, so that what it shows does not depend on how others were interleaved.
A set that has reached `k` has reached all below, so the counts of a day are those of a survival function.
"""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.site_spreads import DAYS_LEAST, crowds, lasting, moments, share, spread, used
from schemas.site_usual import SiteUsual

LEAST = 300  # sets from which on the most of 99 in 100 is more than a guess: three are beyond
COMPLETE_S = 3 * LATENESS_MAX_S  # as long after its end a day is complete where the whole site is seen
SLOTS = 64  # of products
PUT_HOURLY, PUT_DAILY = "hour uploads", "day uploads"
HOURLY, DAILY, LINKS, NEW_LINKS = "hour", "day", "links", "new"
REVIEWS, NEW_REVIEWS, MADE_REVIEWS = "reviews", "new reviews", "made reviews"
CONTACTS, NEW_CONTACTS = "contacts", "new contacts"
LINKED = "linked"  # by how many newcomers a domain is linked on its first day
MANY = 12  # strangers on a first day, as `first_contacts` asks where a site is well known (`MANY_TODAY`)


class SiteDays(Struct, array_like=True):
    """`days`: day -> what -> size -> how often it was reached. `first`: the site's first day."""

    days: dict[int, dict[str, dict[int, int]]] = field(default_factory=dict)
    first: int = 1 << 40

    def add(self, time: float, what: str, size: int) -> None:
        """Count that something has grown to a size; nothing for 0."""
        if size:
            day = int(time // DAY_S)
            if day not in self.days:
                self.days[day] = {}
                self.first = min(self.first, day)
            if what not in (sizes := self.days[day]):
                sizes[what] = {}
            counts = sizes[what]
            counts[size] = counts[size] + 1 if size in counts else 1

    def usual(self, day: int) -> SiteUsual | None:
        """Return what the days before one showed; None where there are too few."""
        told = self._told(day)
        if len(told) < DAYS_LEAST:
            return None
        links, reviews = share(told, LINKS, NEW_LINKS), share(told, REVIEWS, NEW_REVIEWS)
        contacts, made = share(told, CONTACTS, NEW_CONTACTS, links), share(told, REVIEWS, MADE_REVIEWS)
        spreads = lasting(told, HOURLY), lasting(told, DAILY)
        uploads = spread(told, PUT_HOURLY), spread(told, PUT_DAILY)
        return SiteUsual(*spreads, links, reviews, contacts, linked=moments(told, LINKED), days=len(told),
                         crowds=crowds(told), made=made, uploads=uploads, used=used(told))  # fmt: skip

    def refused(self, day: int, slot: int) -> SiteUsual | None:
        """Return how often accounts were refused a product in the days before one; None where there are too few."""
        told = self._told(day)
        return SiteUsual(refused=spread(told, refused(slot))) if len(told) >= DAYS_LEAST else None

    def spent(self, day: int, slot: int) -> SiteUsual | None:
        """Return what accounts used under new keys in the days before one; None where there are too few."""
        told = self._told(day)
        return SiteUsual(spent=spread(told, spent(slot))) if len(told) >= DAYS_LEAST else None

    def _told(self, day: int) -> list[dict[str, dict[int, int]]]:
        return [counts for at, counts in self.days.items() if max(self.first, day - DAYS_KEPT - 1) < at < day]

    def forget(self, watermark: float) -> None:
        """Drop days that nothing asks for."""
        last = asked(watermark) - DAYS_KEPT - 2
        if self.days and min(self.days) < last:
            self.days = {day: counts for day, counts in self.days.items() if day >= last}


def asked(time: float) -> int:
    """Return the day whose earlier days speak of an event of this time."""
    return int((time - COMPLETE_S) // DAY_S)


def slot_of(product: str) -> int:
    """Return the slot that a product shares with few others: a site's memory is bounded so."""
    return crc32(product.encode()) % SLOTS


def refused(slot: int) -> str:
    """Return what a day's refusals of a product are kept as."""
    return f"refused {slot}"


def spent(slot: int) -> str:
    """Return what a day's use under new keys is kept as."""
    return f"spent {slot}"
