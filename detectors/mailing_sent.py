"""What an account sends, to how many, and from where: where it has been, and the mailings that went out from there.

All that is kept merges in any order: sets by bucket, the earliest bucket of a place and day, the earliest mailings of a
day.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.by_time import since
from detectors.network import network_of
from detectors.posts import Post
from detectors.recurrence import DAY_S, DAYS_KEPT
from schemas.event import Event

MAILING = 20  # targets of one text in a bucket: by hand nobody sends so many
PAIRS_KEPT = 4096  # posts a bucket; what exceeds them counts in full
UNLINKED = "p"  # begins the key of a text without a link: `detectors.fingerprint`
NOWHERE = 0  # in place of a place: the same for all that tell none, so that having been there says little
_LAST = 1 << 62  # a bucket after all others
PLACES_KEPT, MAILINGS_KEPT = 8, 8  # a day: the lowest hashes, the earliest buckets


class Sent(Struct, array_like=True):
    """What went out from one place in a bucket: text -> targets. `excess`: the weight of all targets but one a text."""

    texts: dict[int, dict[int, int]] = field(default_factory=dict)
    excess: float = 0.0
    largest: int = 0  # targets of the text with the most
    plain: int = 1  # 0 where one of the texts says where to turn to

    def add(self, text: int, target: int, weight: float) -> None:
        """Count a target of a text once; all of a text weigh the same."""
        targets = self.texts.setdefault(text, {})
        if target in targets:
            return
        if targets:
            self.excess += int(weight * 1024.0) / 1024.0  # such sums are the same in any order
        targets[target] = 1
        self.largest = max(self.largest, len(targets))


class Mailings(Struct, array_like=True):
    """`sent`: by bucket and place. `places`: by day, in which bucket a place was first used.

    `issues`: by day, buckets in which a mailing went out -> its targets in that bucket.
    """

    sent: dict[int, dict[int, Sent]] = field(default_factory=dict)
    places: dict[int, dict[int, int]] = field(default_factory=dict)
    issues: dict[int, dict[int, int]] = field(default_factory=dict)

    def come(self, event: Event, bucket: int) -> None:
        """Remember where a post came from."""
        day, place = int(event.time // DAY_S), place_of(event.device, event.ip)
        places = self.places.get(day)
        if places is None or places.get(place, _LAST) > bucket:
            self._place(day, place, bucket)

    def send(self, post: Post, bucket: int, before: int) -> None:
        """Remember to whom a post's text went; `before`: posts in the bucket already."""
        if post.text and post.target is not None and before < PAIRS_KEPT:
            sent = self._sent(bucket, place_of(post.device, post.ip))
            text = crc32(_spelt(post.weight), crc32(post.text.encode()))
            sent.add(text, crc32(post.target.encode()), post.weight)
            if post.text[0] != UNLINKED:
                sent.plain = 0
            if sent.largest >= MAILING:
                self._issue(int(post.time // DAY_S), bucket, sent.largest)

    def is_away(self, time: float) -> bool:
        """Tell whether any place of the day of a time was not among those of a day before, or tells nothing."""
        today = int((time - LATENESS_MAX_S) // DAY_S)
        known = {place for day, there in self.places.items() if day < today for place in there}
        now = {place for day, there in self.places.items() if day >= today for place in there}
        return len(now) >= PLACES_KEPT or NOWHERE in now or not now <= known

    def days_at(self, time: float) -> int:
        """Return on how many days before each place of the day of a time was used."""
        today = int((time - LATENESS_MAX_S) // DAY_S)
        now = {place for day, there in self.places.items() if day >= today for place in there}
        before = [there for day, there in self.places.items() if day < today]
        return min([sum([place in there for there in before]) for place in now], default=0)

    def with_posts(self, posts: dict[int, list[Post]]) -> Mailings:
        """Return all that is known with posts, by bucket, that have not been sent: too few for a mailing each."""
        told = Mailings(dict(self.sent), self.places, self.issues)
        for bucket, some in posts.items():
            for post in some:
                told.send(post, bucket, 0)
        return told

    def _place(self, day: int, place: int, bucket: int) -> None:
        places = self.places.setdefault(day, {})
        places[place] = bucket
        if len(places) > PLACES_KEPT:
            del places[max(places)]
        _forget(self.places)

    def _sent(self, bucket: int, place: int) -> Sent:
        by_place = self.sent.get(bucket)
        if by_place is None:
            by_place = self.sent[bucket] = {}
        sent = by_place.get(place)
        if sent is None:
            sent = by_place[place] = Sent()
        return sent

    def _issue(self, day: int, bucket: int, targets: int) -> None:
        issues = self.issues.setdefault(day, {})
        issues[bucket] = max(targets, issues.get(bucket, 0))
        if len(issues) > MAILINGS_KEPT:
            del issues[max(issues)]
        _forget(self.issues)

    def forget(self, bucket: int) -> None:
        """Drop what was sent before `bucket`."""
        self.sent = since(self.sent, bucket)


@lru_cache(maxsize=4096)
def place_of(device: str | None, ip: str | None) -> int:
    """Return the hash of where a post came from: the device, or else the network; `NOWHERE` for what tells neither."""
    return crc32((device or network_of(ip or "")).encode())


@lru_cache(64)
def _spelt(weight: float) -> bytes:
    return f" {weight}".encode()


def _forget(days: dict[int, dict[int, int]]) -> None:
    if len(days) > DAYS_KEPT:
        del days[min(days)]
