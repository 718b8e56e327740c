"""What is counted of an account's posts: their weights, the few as they came, and many in tallies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, cast

from msgspec import field

from detectors.base import Signal
from detectors.mailing_sent import Mailings
from detectors.own_posts import OwnPosts
from detectors.posts import Post, Posts, fits, post_of, put, weight_of
from detectors.window import WindowDetector, WindowState
from schemas.event import CUSTOMARY, GREETING, OWN_THING, Event

QUICK_KINDS = ("message", "prompt", "upload")  # a talk or an album has many of these in minutes
QUICK_WEIGHT = 0.2  # five messages of a chat weigh as one post
# A picture on what the account has posted itself: of most that is listed there are two to twenty.
ON_OWN_WEIGHT = 0.05
# Of a customary message: to whom it goes is for `mass_contact` to judge; six hundred are a flood from anybody.
CUSTOMARY_WEIGHT = 0.02
# 2026-11: two posts without a link weigh as one with: who clears out a house lists a dozen things in ten minutes; two
# dozen, one each 25 seconds, nobody writes. Comments come unasked under what others wrote.
OWN_KINDS, OWN_WORDS = frozenset(("post", "review")), 0.5


class PostingState(WindowState, array_like=True):
    """A window's state, each past day's fullest window, what tells a mailing from a flood; posts not in tallies yet."""

    days: dict[int, float] = field(default_factory=dict)
    mailings: Mailings = field(default_factory=Mailings)
    posts: Posts = field(default_factory=dict)
    own: OwnPosts = field(default_factory=OwnPosts)


class PostingWindow(WindowDetector):
    """Base of `PostingBurst`: windows of posts by weight."""

    state_type = PostingState
    counts: ClassVar[Literal["members", "events", "total"]] = "total"
    members_are_accounts = False

    def weight(self, event: Event) -> float:
        """Weigh a chat line or picture less than a post, and a post or review without a link less than one with.

        What the account says under its own things is a talk, and pictures on them are part of them.
        """
        if event.novel & OWN_THING:
            return ON_OWN_WEIGHT if event.kind == "upload" else QUICK_WEIGHT
        if event.kind in QUICK_KINDS:
            return CUSTOMARY_WEIGHT if event.novel & CUSTOMARY else QUICK_WEIGHT
        # A few words to somebody are as soon written under what is others' as a comment, and ask as little for care.
        if event.domains or event.kind not in OWN_KINDS or (event.novel & GREETING and event.kind == "post"):
            return 1.0
        return OWN_WORDS

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Note the post, from where and to whom; look at every window it lies in."""
        own: PostingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        bucket = int(event.time // self.step_s)
        own.mailings.come(event, bucket)
        weight = self.weight(event)
        post = post_of(event, weight)
        if event.kind not in QUICK_KINDS:
            own.own.see(event, bucket, weight)
        if bucket > state.newest:  # noqa: PLR1730  # `max` takes three times as long
            state.newest = bucket
        if not own.posts and not own.tallies:  # as of most accounts
            own.posts[bucket] = [post]
            return self._view(state, bucket, weight)
        if fits(bucket, own.posts, own.tallies):
            own.posts.setdefault(bucket, []).append(post)
        else:
            self._tallied(own, bucket)
            self._put_post(own, bucket, post)
        hot = False
        for end in self._ends(state, bucket):
            hot = self._view(state, end, self._total(own, end)) or hot
        return hot or (bucket in own.tallies and own.tallies[bucket].hot)

    def _total(self, state: PostingState, end: int) -> float:
        """Return the weight of a window's posts."""
        low, tallies, posts = end - self.steps, state.tallies, state.posts
        if not tallies:  # as most of the time
            if len(posts) == 1 and end in posts:
                return weight_of(posts[end])
            return sum([weight_of(some) for bucket, some in posts.items() if low < bucket <= end])
        found = {bucket: tally.total for bucket, tally in tallies.items() if low < bucket <= end}
        found |= {bucket: weight_of(some) for bucket, some in posts.items() if low < bucket <= end}
        return sum([found[bucket] for bucket in sorted(found)])

    def _tallied(self, state: PostingState, bucket: int) -> None:
        """Put the posts of a bucket into a tally."""
        for post in state.posts.pop(bucket, ()):
            self._put_post(state, bucket, post)

    def _put_post(self, state: PostingState, bucket: int, post: Post) -> None:
        tally = self.tally(state, bucket)
        state.mailings.send(post, bucket, tally.n)
        put(post, tally)

    def _ends(self, state: WindowState, bucket: int) -> Iterable[int]:
        if state.newest <= bucket:
            return (bucket,)
        later = dict.fromkeys([*state.tallies, *cast("PostingState", state).posts])
        return (bucket, *[end for end in later if bucket < end < bucket + self.steps])

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base, where all is in tallies."""
        for bucket in list(cast("PostingState", state).posts):
            self._tallied(cast("PostingState", state), bucket)
        return super()._heat(state, end, count)
