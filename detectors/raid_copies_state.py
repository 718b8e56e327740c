"""What is remembered of a place where newcomers may say the same again and again: posts held while they are few."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import field

from detectors.base import LATENESS_MAX_S
from detectors.newcomers_site import OfSiteState
from detectors.pairs import PARTED
from schemas.event import NEW_TODAY, Event

SHARED = 4  # accounts that post a text there make it one that goes round; a couple of friends say the same
TWICE = 2  # copies of an account, of one such text or of several: who joins in with a call says it once
Post = tuple[float, str, str, str, str, str]  # time, id, account, its text's key, device, address ("" for none)


class CopiesState(OfSiteState, array_like=True):
    """Adds the posts of a place at which too few come to count, by time; with tallies there are none."""

    held: list[Post] = field(default_factory=list)

    def hold(self, event: Event, window_s: float, most: float) -> bool:
        """Hold a post; False where that would be `most` or more, or others are in tallies already."""
        if self.tallies or len(self.held) + 1 >= most:
            return False
        text = event.fingerprints[0]
        insort(self.held, (event.time, event.id, event.subject, text, event.device or "", event.ip or ""))
        if self.held[0][0] < event.time - window_s - LATENESS_MAX_S:
            self.drop(event.time - window_s)
        return True

    def drop(self, oldest: float) -> None:
        """Drop what no window will reach that holds what is later than `oldest`, by more than it may be late."""
        self.held = [post for post in self.held if post[0] >= oldest - LATENESS_MAX_S]


class Repeating(NamedTuple):
    """Who posted shared texts twice or more, and how many newcomers posted texts at all; of how many such texts."""

    names: frozenset[str] = frozenset()
    newcomers: int = 0
    texts: int = 0


def event_of(post: Post) -> Event:
    """Return an event that counts as the one held did."""
    time, name, subject, text, device, ip = post
    return Event("content.posted", name, subject, time, ip=ip or None, device=device or None, target="", kind="comment",
                 novel=NEW_TODAY, fingerprints=(text,))  # fmt: skip


def repeating(members: Iterable[str]) -> Repeating:
    """Return what members of tallies show: each a text's key, an account and its post."""
    posts = [member.split(PARTED) for member in members]
    whose = defaultdict[str, set[str]](set)
    for text, name, _ in posts:
        whose[text].add(name)
    shared = {text for text, names in whose.items() if len(names) >= SHARED}
    copies = Counter([name for text, name, _ in posts if text in shared])
    names = frozenset([name for name, number in copies.items() if number >= TWICE])
    return Repeating(names, len({name for _, name, _ in posts}), len(shared))
