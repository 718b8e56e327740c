"""What a site's own days teach: how many strangers its new accounts write to, and how many of its links are theirs.

All that is kept merges in any order: sets by hour, and for each day how often a set of so many was reached. Only days
that are over and complete speak of an event, so that what it shows does not depend on how others were interleaved.
A set that has reached `k` has reached all below, so the counts of a day are those of a survival function.
"""

from __future__ import annotations

from statistics import median
from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.recurrence import DAY_S, DAYS_KEPT
from schemas.event import SiteUsual

# Of the site's that are over, but the first, on which everybody is new: whoever comes every other day is known then.
DAYS_LEAST = 3
LEAST = 300  # sets from which on the most of 99 in 100 is more than a guess: three are beyond
THINGS_LEAST = 10  # reviewed by new accounts: of fewer nothing is usual
PRIOR_SHARE, PRIOR_LINKS = 0.4, 20.0  # of posts of a sort: `detectors.newcomers.NEWCOMERS` of the first twenty
COMPLETE_S = 3 * LATENESS_MAX_S  # as long after its end a day is complete where the whole site is seen
SLOTS = 64  # of products
RARE = 0.02  # of sets: so few are nobody's usual
PUT_HOURLY, PUT_DAILY = "hour uploads", "day uploads"
HOURLY, DAILY, LINKS, NEW_LINKS = "hour", "day", "links", "new"
REVIEWS, NEW_REVIEWS, MADE_REVIEWS = "reviews", "new reviews", "made reviews"
USERS, IDLERS = "users", "idlers"  # things reviewed by new accounts that had used something, and that had not
CONTACTS, NEW_CONTACTS = "contacts", "new contacts"
LINKED = "linked"  # by how many newcomers a domain is linked on its first day
REPORTED = "reported"  # by how many people a thing is reported in a day that was posted within hours
MANY = 12  # strangers on a first day, as `first_contacts` asks where a site is well known (`MANY_TODAY`)
CROWD = 5  # of them: `report_surge` looks at no fewer


class SiteDays(Struct, array_like=True):
    """`days`: day -> what -> size -> how often it was reached. `first`: the site's first day."""

    days: dict[int, dict[str, dict[int, int]]] = field(default_factory=dict)
    first: int = 1 << 40

    def add(self, time: float, what: str, size: int) -> None:
        """Count that something has grown to a size; nothing for 0."""
        if size:
            day = int(time // DAY_S)
            counts = self.days.setdefault(day, {}).setdefault(what, {})
            counts[size] = counts.get(size, 0) + 1
            self.first = min(self.first, day)

    def usual(self, day: int) -> SiteUsual | None:
        """Return what the days before one showed; None where there are too few."""
        told = self._told(day)
        if len(told) < DAYS_LEAST:
            return None
        links, reviews = _share(told, LINKS, NEW_LINKS), _share(told, REVIEWS, NEW_REVIEWS)
        contacts, made = _share(told, CONTACTS, NEW_CONTACTS, links), _share(told, REVIEWS, MADE_REVIEWS)
        spreads = _lasting(told, HOURLY), _lasting(told, DAILY)
        uploads = _spread(told, PUT_HOURLY), _spread(told, PUT_DAILY)
        return SiteUsual(*spreads, links, reviews, contacts, linked=_moments(told, LINKED), days=len(told),
                         crowds=_crowds(told), made=made, uploads=uploads, used=_used(told))  # fmt: skip

    def refused(self, day: int, slot: int) -> SiteUsual | None:
        """Return how often accounts were refused a product in the days before one; None where there are too few."""
        told = self._told(day)
        return SiteUsual(refused=_spread(told, refused(slot))) if len(told) >= DAYS_LEAST else None

    def spent(self, day: int, slot: int) -> SiteUsual | None:
        """Return what accounts used under new keys in the days before one; None where there are too few."""
        told = self._told(day)
        return SiteUsual(spent=_spread(told, spent(slot))) if len(told) >= DAYS_LEAST else None

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


def _share(told: list[dict[str, dict[int, int]]], all_: str, new: str, prior: float = PRIOR_SHARE) -> float:
    """Return the share of newcomers' among posts of a sort, smoothed.

    `prior`: what is believed where there are hardly any: of contacts what is known of links, which lead away as well.
    """
    posts, theirs = (sum([sum(counts.get(what, {}).values()) for counts in told]) for what in (all_, new))
    return (theirs + prior * PRIOR_LINKS) / (posts + PRIOR_LINKS)


def slot_of(product: str) -> int:
    """Return the slot that a product shares with few others: a site's memory is bounded so."""
    return crc32(product.encode()) % SLOTS


def refused(slot: int) -> str:
    """Return what a day's refusals of a product are kept as."""
    return f"refused {slot}"


def spent(slot: int) -> str:
    """Return what a day's use under new keys is kept as."""
    return f"spent {slot}"


def _moments(told: list[dict[str, dict[int, int]]], what: str) -> tuple[int, int, int]:
    """Return how many sets there were, and the sums of what each had beyond one, and of its squares.

    A size that hardly any other has reached shows what an attack, or a day of fame, was like, not what is usual.
    """
    reached = _reached(told, what)
    sets = reached.get(1, 0)
    beyond = {size - 1: often for size, often in reached.items() if size > 1 and often > max(1.0, RARE * sets)}
    return sets, sum(beyond.values()), sum([(2 * more - 1) * often for more, often in beyond.items()])


def _crowds(told: list[dict[str, dict[int, int]]]) -> tuple[int, int]:
    """Return how many just posted things were reported, and how many of them by a crowd."""
    reached = _reached(told, REPORTED)
    return reached.get(1, 0), reached.get(CROWD, 0)


def _used(told: list[dict[str, dict[int, int]]]) -> float:
    """Return the share of users' among the things that new accounts reviewed in a day: the median of the days.

    So that a few days of spam on many things do not show what is usual; 0 where there are too few things.
    """
    pairs = [[counts.get(what, {}).get(1, 0) for what in (USERS, IDLERS)] for counts in told]
    shares = [users / (users + idlers) for users, idlers in pairs if users + idlers]
    return median(shares) if sum(map(sum, pairs)) >= THINGS_LEAST else 0.0


def _spread(told: list[dict[str, dict[int, int]]], what: str) -> tuple[int, int, int]:
    """Return how many sets there were, and the most of nine in ten and of 99 in 100."""
    reached = _reached(told, what)
    sets = reached.get(1, 0)
    return sets, _most(reached, 0.1 * sets), _most(reached, 0.01 * sets)


def _lasting(told: list[dict[str, dict[int, int]]], what: str) -> tuple[int, int, int]:
    """As `_spread`, whichever day is left out, by the least: a wave of spam, or a launch, is not what is usual."""
    sets, most, rare = _spread(told, what)
    if len(told) > DAYS_LEAST:
        but = [_spread([one for one in told if one is not day], what) for day in told]
        rare, most = min([(rare, most) for _, most, rare in but])
    return sets, most, rare


def _reached(told: list[dict[str, dict[int, int]]], what: str) -> dict[int, int]:
    """Return how often each size was reached: a survival function."""
    reached: dict[int, int] = {}
    for counts in told:
        for size, often in counts.get(what, {}).items():
            reached[size] = reached.get(size, 0) + often
    return reached


def _most(reached: dict[int, int], beyond: float) -> int:
    return max([size for size, often in reached.items() if often > beyond], default=0)
