"""What is counted in sliding windows: distinct members, events or a sum, by buckets of one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from detectors.sampling import sampled
from detectors.tally import Tally
from detectors.ties import tie
from detectors.window_past import WindowPast
from detectors.window_state import CROWDED, WindowState, distinct, gather
from schemas.event import Event


class WindowCounts(WindowPast):
    """Puts events into buckets, and counts the windows that they lie in."""

    counts: ClassVar[Literal["members", "events", "total"]] = "members"
    members_are_accounts: ClassVar[bool] = True

    # What a subclass says about an event.

    def member(self, event: Event) -> str | None:
        """Return what is counted distinct; None where the event is scored but not counted."""
        return event.subject

    def weight(self, event: Event) -> float:
        """Return what the event adds to the sum; asked where a sum is counted."""
        return 1.0

    def note(self, event: Event, tally: Tally) -> None:
        """Add what else the explanation needs; called for every event, counted or not."""

    def remembers(self, event: Event) -> bool:
        """Tell whether the event is put into a bucket: the counted ones, unless a subclass notes others too."""
        return self.member(event) is not None

    # Buckets.

    def tally(self, state: WindowState, bucket: int) -> Tally:
        """Return the bucket's tally, made if new."""
        tallies = state.tallies
        if bucket in tallies:
            return tallies[bucket]
        tally = tallies[bucket] = Tally()
        if bucket > state.newest:  # noqa: PLR1730  # as in `Counts.seen`
            state.newest = bucket
        return tally

    def admit(self, event: Event, state: WindowState, bucket: int) -> None:
        """Put an event into its bucket, and keep the counts of crowded windows up to date."""
        tally = self.tally(state, bucket)
        if not state.crowds:
            self.put(event, tally)
            return
        level, size = tally.level, len(tally.members)
        self.put(event, tally)
        if tally.level != level or len(tally.members) != size:
            for end in [end for end in state.crowds if bucket <= end < bucket + self.steps]:
                if tally.level != level or not self._joined(state, end, tally, self.member(event) or ""):
                    del state.crowds[end]

    def _joined(self, state: WindowState, end: int, tally: Tally, member: str) -> bool:
        """Count a member new to `tally` in a crowded window; return False where it must be counted anew."""
        crowd = state.crowds[end]
        if tally.level > crowd.level or member not in tally.members:
            return False
        others = (other for other in self._window(state, end) if other is not tally)
        if sampled(member, crowd.level) and not any(member in other.members for other in others):
            crowd.count += 1
        return True

    def put(self, event: Event, tally: Tally) -> None:
        """Count one event in a tally."""
        self._put(event, tally, self.member(event))

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        if member is None:
            tally.stretch(event.time)
        else:
            tally.seen(event.time, event.id, self.weight(event) if self.counts == "total" else 1.0)
            if self.counts == "members" or self.members_are_accounts:
                tally.member(member, event.time)
            if not self.members_are_accounts:
                tally.account(event.subject, event.time)
            if self.ties:
                tie(event, self.ties, tally)
        self.note(event, tally)

    # Windows.

    def _ends(self, state: WindowState, bucket: int) -> Iterable[int]:
        """Return the last bucket of every window that holds `bucket` and could be fullest."""
        if state.newest <= bucket:
            return (bucket,)
        # A late event: windows that end after it.
        return (bucket, *[end for end in state.tallies if bucket < end < bucket + self.steps])

    def _window(self, state: WindowState, end: int) -> list[Tally]:
        low, tallies = end - self.steps, state.tallies
        if len(tallies) == 1:  # as most of the time
            ((only, single),) = tallies.items()
            return [single] if low < only <= end else []
        if len(tallies) <= self.steps:
            return [tally for index, tally in tallies.items() if low < index <= end] if tallies else []
        return [tally for index in range(low + 1, end + 1) if (tally := tallies.get(index)) is not None]

    def _count(self, state: WindowState, end: int, event: Event | None = None) -> float:
        """Return the count of a window; with `event`, as if that were in it."""
        return self._counted(state, end, event, None if event is None else self.member(event))

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """As `_count`, with the event's `member` at hand."""
        tallies = self._window(state, end)
        if self.counts == "members":
            return self._members(state, end, tallies, member, asked=event is not None)
        if self.counts == "events":
            if len(tallies) == 1:
                return tallies[0].n + (member is not None)
            return sum([tally.n for tally in tallies]) + (member is not None)
        extra = self.weight(event) if event is not None and member is not None else 0.0
        return sum([tally.total for tally in tallies]) + extra

    def _members(self, state: WindowState, end: int, tallies: Sequence[Tally], member: str | None, *,
                 asked: bool) -> int:  # fmt: skip
        """Return the distinct members of a window's tallies, and one more if `member` is new.

        `asked`: it is only a question, which leaves no trace in the state.
        """
        if len(tallies) == 1 and not tallies[0].level:  # as most of the time
            members = tallies[0].members
            count = len(members)
            if asked or count <= CROWDED:
                return count + (member is not None and member not in members)
        crowd = state.crowds.get(end) if state.crowds else None
        if crowd is not None:
            unseen = member is not None and not any(member in tally.members for tally in tallies)
            return (crowd.count << crowd.level) + unseen
        if not asked and sum([len(tally.members) for tally in tallies]) > CROWDED:
            crowd = state.crowds[end] = gather(tallies)
            return crowd.count << crowd.level
        return distinct(tallies, member)
