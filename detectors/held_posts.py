"""What newcomers post at one place, held while they are too few to count: most places never have more."""

from __future__ import annotations

from abc import abstractmethod
from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable
from typing import ClassVar

from msgspec import field

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.counts import EXAMPLES_KEPT
from detectors.dear_window import DearWindow
from detectors.first_times import in_order
from detectors.newcomers_site import OfSiteState
from detectors.site_told import SiteTold
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_TODAY, Event

# Time, id, account, the key of its text (or its target), device, address ("" for none).
Post = tuple[float, str, str, str, str, str]
Noted = tuple[float, str, str]  # time, account, id of a post in a tally


class HeldState(OfSiteState, array_like=True):
    """Adds the posts of a place at which too few come to count, by time; with tallies there are none."""

    held: list[Post] = field(default_factory=list)

    def hold(self, event: Event, what: str, window_s: float, most: float) -> bool:
        """Hold a post and `what` it is; False where that would be `most` or more, or others are in tallies already."""
        if self.tallies or len(self.held) + 1 >= most:
            return False
        insort(self.held, (event.time, event.id, event.subject, what, event.device or "", event.ip or ""))
        if self.held[0][0] < event.time - window_s - LATENESS_MAX_S:
            self.drop(event.time - window_s)
        return True

    def drop(self, oldest: float) -> None:
        """Drop what no window will reach that holds what is later than `oldest`, by more than it may be late."""
        self.held = [post for post in self.held if post[0] >= oldest - LATENESS_MAX_S]


class HeldPosts(SiteTold, DearWindow):
    """Base of detectors of accounts that each post `each` times or more to one place; its state is a `HeldState`."""

    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("device", "ip")
    members_are_accounts = False
    state_type: ClassVar[type[WindowState]] = HeldState

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Hold the post while no window can count; else put all into tallies."""
        own: HeldState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        if own.hold(event, self.held_as(event), self.window_s, self.least * self.each):
            return False
        for post in own.held:
            self.admit(self.held_event(post), state, int(post[0] // self.step_s))
        own.held = []
        return super().learn(event, state, signal)

    def held_as(self, event: Event) -> str:
        """Return by what a post is told that is held: its text."""
        return event.fingerprints[0] if event.fingerprints else ""

    def held_event(self, post: Post) -> Event:
        """Return an event that counts as the one held did."""
        return event_of(post)

    @abstractmethod
    def insistent(self, run: Tally) -> Collection[str]:
        """Name whom a run accuses, of all newcomers whose posts it counts."""

    @abstractmethod
    def posts(self, run: Tally) -> Iterable[Noted]:
        """Return the posts that a run counts."""

    def named_first(self, run: Tally) -> Collection[str]:
        """Name nobody but those who insist."""
        return ()

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; of the newcomers only those who insist are concerned, and their posts shown."""
        mine = self.insistent(run)
        names = {name: time for name, time in (run.accounts or {}).items() if run.level or name in mine}
        found = super().explain(run, state, key).naming(in_order(names))
        found.events = by_turns([post for post in self.posts(run) if post[1] in mine])
        return found

    def _judge(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base; a window that cannot count is no part of the place's past either, since it may be held."""
        return count >= self.least and super()._judge(state, end, count)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop posts that no window will reach."""
        super().prune(state, watermark)
        own: HeldState = state  # type: ignore[assignment]  # as in `learn`
        if own.held:
            own.drop(watermark - self.window_s)


def by_turns(posts: Iterable[Noted]) -> list[str]:
    """Return the ids of the first posts, one of each account before the second of any.

    >>> by_turns([(1.0, "ann", "a1"), (2.0, "ann", "a2"), (3.0, "bob", "b1")])
    ['a1', 'b1', 'a2']
    """
    turns, ranked = Counter[str](), []
    for time, name, post in sorted(posts):
        ranked.append((turns[name], time, post))
        turns[name] += 1
    return [post for *_, post in sorted(ranked)[:EXAMPLES_KEPT]]


def event_of(post: Post) -> Event:
    """Return an event that counts as the one held did."""
    time, name, subject, text, device, ip = post
    return Event("content.posted", name, subject, time, ip=ip or None, device=device or None, target="", kind="comment",
                 novel=NEW_TODAY, fingerprints=(text,) if text else ())  # fmt: skip
