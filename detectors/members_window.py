"""Windows of few distinct members that come again and again: counted by where each was seen last, not bucket by bucket.

What a window up to the newest bucket holds is everyone seen after its beginning: a handful of comparisons where the
base unites the members of up to two dozen buckets. Late events, and crowds, are counted as in the base.
"""

from __future__ import annotations

from typing import cast

from msgspec import field

from detectors.base import Signal
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.ties import tie
from detectors.window import CROWDED, WindowDetector, WindowState
from schemas.event import Event


class MembersState(WindowState, array_like=True):
    """Adds each member's newest bucket; empty beside tallies where there were too many to be told so."""

    latest: dict[str, int] = field(default_factory=dict)


class MembersWindow(WindowDetector):
    """Base of detectors that count distinct members and weigh nothing else. Cost: 3 microseconds an event."""

    state_type = MembersState

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base, but by what `_weigh` says."""
        bucket = int(event.time // self.step_s)
        count = self._told(cast("MembersState", state), bucket)
        if count < 0:
            counts = [(end, self._count(state, end, event)) for end in self._ends(state, bucket)]
            best = max(
                [self._weigh(state, end, each, self._past(state, end)) for end, each in counts if each > 1] or [0]
            )
            return Signal(self.name, self.version, key, to_score(best), state.rate > 0, best)
        member, best = self.member(event), 0.0
        if member is not None and cast("MembersState", state).latest.get(member, -1) <= bucket - self.steps:
            count += 1
        if count > 1:
            best = self._weigh(state, bucket, count, self._past(state, bucket))
        return Signal(self.name, self.version, key, to_score(best), state.rate > 0, best)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep each member's newest bucket."""
        own: MembersState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        member = self.member(event)
        if member is None:
            return False
        bucket, latest = int(event.time // self.step_s), own.latest
        count, known = self._told(own, bucket), bool(latest) or not own.tallies
        if count < 0:
            hot = super().learn(event, state, signal)
        else:
            tally = state.tallies.get(bucket)
            if tally is None:
                tally = state.tallies[bucket] = Tally()
                state.newest = bucket
            self._add(event, tally, member)
            if latest.get(member, -1) <= bucket - self.steps:
                count += 1
            hot = self._view(state, bucket, count) or tally.hot
        if known and bucket > latest.get(member, -1):
            latest[member] = bucket
            if len(latest) > CROWDED:
                latest.clear()
        return hot

    def _told(self, state: MembersState, bucket: int) -> int:
        """Return how many members the window up to `bucket` holds; -1 where the base must count them."""
        tallies, latest = state.tallies, state.latest
        if bucket < state.newest or state.crowds or (tallies and not latest):
            return -1
        count, low = 0, bucket - self.steps
        for at in latest.values():
            if at > low:
                if at not in tallies:  # what was in an alert that is closed
                    return -1
                count += 1
        return count

    def _add(self, event: Event, tally: Tally, member: str) -> None:
        """As `put`, for an event that nearly always shows its tally nothing new."""
        time = event.time
        tally.seen(time, event.id)
        if tally.members.get(member, float("inf")) > time:
            tally.member(member, time)
        if not self.members_are_accounts and ((named := tally.accounts) is None or event.subject not in named):
            tally.account(event.subject, time)
        if self.ties:
            tie(event, self.ties, tally)
        self.note(event, tally)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; forget members with their buckets, and tell them apart again once they are few."""
        super().prune(state, watermark)
        own: MembersState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        tallies = state.tallies
        if not own.latest:
            if tallies and sum([len(tally.members) for tally in tallies.values()]) <= CROWDED:
                own.latest = {name: index for index in sorted(tallies) for name in tallies[index].members}
        elif any([at not in tallies for at in own.latest.values()]):
            own.latest = {name: at for name, at in own.latest.items() if at in tallies}
