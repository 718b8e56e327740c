"""What an account has posted on day after day: its own site's links, its own telephone number, its standing answer.

More of it is no flood. A dealer's program loads a season's stock, all of it linking to the dealer's shop or telling the
dealer's number, from a new server; a helper answers each review with the one sentence it has always had, after a pause
all at once. Whoever takes such an account has links, numbers and texts of his own to spread. And who thanks all that
left a word under his own page, in one evening, floods nobody else's.
"""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.by_time import since
from detectors.mailing import ACCUSTOMED, FIRST
from detectors.marked_days import before, keep
from detectors.recurrence import DAY_S
from schemas.event import Event

LINKS_MOST = 600.0  # in a window of ten minutes, one a second: so quickly programs may load; what is over is a flood
TEXTS_MOST = float(FIRST)  # as of one text to many targets
PAGE_DAYS, PAGES_KEPT = 12, 4  # days on which it began something, of each the lowest hashes of what others may answer
DAYS_KEPT, MARKS_KEPT = 8, 3  # days with posts, of each the lowest hashes: who has few has all of them


class OwnPosts(Struct, array_like=True):
    """`days`: what was posted on each, by hash (an ordered set); by bucket the weight of what was posted as ever.

    `pages`: by day, what others may answer (an ordered set of hashes). Some 130 bytes, at most 500. All of it is the
    same whatever order events within the lateness bound came in.
    """

    days: dict[int, dict[int, int]] = field(default_factory=dict)
    links: dict[int, float] = field(default_factory=dict)
    texts: dict[int, float] = field(default_factory=dict)
    pages: dict[int, dict[int, int]] = field(default_factory=dict)

    def see(self, event: Event, bucket: int, weight: float) -> None:
        """Note where a post sends its readers, or else what it says; its weight, if the account has on five days."""
        mark, day, today = _mark(event), int(event.time // DAY_S), int((event.time - LATENESS_MAX_S) // DAY_S)
        if event.target is None:
            self._begin(event.content_id, day)
        elif self.pages and not event.domains and not event.contacts and self._answers(event.target, today):
            _add(self.texts, bucket, weight)
            return
        if not mark:
            return
        if len(self.days) >= ACCUSTOMED and self._accustomed(mark, today):
            _add(self.links if event.domains or event.contacts else self.texts, bucket, weight)
        marks = self.days.get(day)
        if marks is None or (mark not in marks and (len(marks) < MARKS_KEPT or mark < max(marks))):
            keep(self.days, day, mark, MARKS_KEPT, DAYS_KEPT)

    def _accustomed(self, mark: int, today: int) -> bool:
        return sum([mark in marks for day, marks in self.days.items() if day < today]) >= ACCUSTOMED

    def _begin(self, page: str | None, day: int) -> None:
        """Remember something that others may answer."""
        if page is None:
            return
        # One day more than is asked, since the newest is not over.
        keep(self.pages, day, crc32(page.encode()), PAGES_KEPT, PAGE_DAYS + 1)

    def _answers(self, target: str, today: int) -> bool:
        """Tell whether a post stands under what the account itself began on a day before."""
        code = crc32(target.encode())
        return any([code in self.pages[day] for day in before(self.pages, today, PAGE_DAYS)])

    def excused(self, end: int, steps: int) -> float:
        """Return the weight of the window's posts that are the account's own.

        Grows by at most the weight of an event that is added, so that no event makes a window colder.
        """
        if not self.links and not self.texts:
            return 0.0
        window = range(end - steps + 1, end + 1)
        links, texts = (sum([of.get(bucket, 0.0) for bucket in window]) for of in (self.links, self.texts))
        return min(LINKS_MOST, links) + min(TEXTS_MOST, texts)

    def forget(self, oldest: int) -> None:
        """Drop the weights before a bucket."""
        self.links, self.texts = since(self.links, oldest), since(self.texts, oldest)


def _add(weights: dict[int, float], bucket: int, weight: float) -> None:
    weights[bucket] = weights.get(bucket, 0.0) + int(weight * 1024.0) / 1024.0  # the same in any order


def _mark(event: Event) -> int:
    """Return the hash of the one domain that a post links to, or else of the one contact it tells, or of its text.

    0 where there are two, or nothing. Any domain's or contact's is below any text's, so that a day's many texts do not
    push them out.
    """
    if owned := event.domains or event.contacts:
        return crc32(owned[0].encode()) >> 1 | 1 if len(owned) == 1 else 0
    return crc32(event.fingerprints[0].encode()) | 1 << 31 if event.fingerprints else 0
