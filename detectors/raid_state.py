"""What is remembered of a place that may be raided: posts of newcomers, held while they are too few to count."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Sequence

from msgspec import field

from detectors.base import LATENESS_MAX_S
from detectors.newcomers_site import OfSiteState
from detectors.tally import Tally
from schemas.event import NEW_TODAY, Event

EACH = 3  # posts of an account in the window: of what goes round most who join in say one thing, some are answered
CODE = 8  # characters of a member that tell the post
Post = tuple[float, str, str, str, str]  # time, id, account, device, address ("" for none)


class RaidState(OfSiteState, array_like=True):
    """Adds the posts of a place at which too few come to count, by time; with tallies there are none."""

    held: list[Post] = field(default_factory=list)

    def hold(self, event: Event, window_s: float, most: float) -> bool:
        """Hold a post; False where that would be `most` or more, or others are in tallies already."""
        if self.tallies or len(self.held) + 1 >= most:
            return False
        insort(self.held, (event.time, event.id, event.subject, event.device or "", event.ip or ""))
        if self.held[0][0] < event.time - window_s - LATENESS_MAX_S:
            self.drop(event.time - window_s)
        return True

    def drop(self, oldest: float) -> None:
        """Drop what no window will reach that holds what is later than `oldest`, by more than it may be late."""
        self.held = [post for post in self.held if post[0] >= oldest - LATENESS_MAX_S]


def event_of(post: Post) -> Event:
    """Return an event that counts as the one held did."""
    time, name, subject, device, ip = post
    return Event(
        "content.posted", name, subject, time, ip=ip or None, device=device or None, target="", novel=NEW_TODAY
    )


def posts_of(window: Sequence[Tally], member: str | None = None) -> Counter[str]:
    """Return the posts of each account."""
    names: set[str] = set().union(*[tally.members for tally in window])
    if member is not None:
        names.add(member)
    return Counter([name[CODE:] for name in names])


def insisting(posts: Counter[str]) -> list[str]:
    """Return the accounts that wrote often enough."""
    return [name for name, number in posts.items() if number >= EACH]
