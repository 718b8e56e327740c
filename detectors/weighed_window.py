"""Windows in which some members count for more or less than one, as a detector knows them.

What is compared with the entity's past is the sum of the members' worth, each once. A member's worth in a window is the
highest that it had there, 1 included, so that the sum only grows while events come in, and ends the same in any order.
Where every member is worth 1, all is as in the base.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple, cast

from msgspec import field

from detectors.base import Signal
from detectors.sampling import sampled
from detectors.surprise import gamma_poisson_between, to_score
from detectors.window import WindowDetector, WindowState
from schemas.event import Event


class WeighedState(WindowState, array_like=True):
    """Adds, by bucket, the worth of those of its members that are not worth 1."""

    worths: dict[int, dict[str, float]] = field(default_factory=dict)


class Heads(NamedTuple):
    """The members of a window, and how many of them are worth more, and less, than 1."""

    members: int = 0
    more: int = 0
    less: int = 0


class WeighedWindow(WindowDetector):
    """Base of such detectors. `least` bounds both the members and what they are worth.

    Cost: as the base where all are worth 1; twice to three times as much beside members that are not.
    """

    state_type = WeighedState
    # The window counted last while an event is learned; no part of answers.
    _viewed: tuple[WindowState, int, Heads] | None = None

    @abstractmethod
    def worth(self, event: Event) -> float:
        """Return what the event's member counts for: a multiple of 1/1024 from 0 on, so that sums are exact."""

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the heaviest window around the event, the event included."""
        if not _worths(state) and self.worth(event) == 1.0:
            return super().score(event, state, key)
        best = 0.0
        for end in self._ends(state, int(event.time // self.step_s)):
            best = max(best, self._weigh(state, end, self._count(state, end, event), self._past(state, end)))
        return Signal(self.name, self.version, key, to_score(best), state.rate > 0, best)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return gamma_poisson_between(count - 1, *past)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """Tell whether enough members are there, and are worth as much."""
        return count >= self.least and (not _worths(state) or self._heads_in(state, end).members >= self.least)

    # Learning.

    def _take(self, event: Event, state: WindowState, member: str | None, count: float | None) -> bool:
        """As in the base; a member's worth is noted before windows are looked at."""
        worths, worth = _worths(state), self.worth(event)
        if member is None or (not worths and worth == 1.0):
            return super()._take(event, state, member, count)
        bucket = int(event.time // self.step_s)
        tally, known = state.tallies.get(bucket), worths.setdefault(bucket, {})
        there = tally is not None and member in tally.members
        known[member] = max(worth, known.get(member, 1.0)) if there else worth
        hot, self._viewed = super()._take(event, state, member, None), None
        self._keep(state, bucket)
        return hot

    def _keep(self, state: WindowState, bucket: int) -> None:
        """Keep the worth of those only that are in the bucket's sample, and are not worth 1."""
        worths, members = _worths(state), state.tallies[bucket].members
        worths[bucket] = {name: one for name, one in worths[bucket].items() if one != 1.0 and name in members}
        if not worths[bucket]:
            del worths[bucket]

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; the worth of its members goes with a bucket."""
        super().prune(state, watermark)
        for bucket in [bucket for bucket in _worths(state) if bucket not in state.tallies]:
            del _worths(state)[bucket]

    # Counting.

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return what the window's members are worth: their number, and what each differs from 1."""
        heads, worth = super()._counted(state, end, event, member), 1.0 if event is None else self.worth(event)
        if not _worths(state) and worth == 1.0:
            return heads
        known, level = self._known(state, end)
        found = heads + sum(known.values(), 0.0) * (1 << level) - (len(known) << level)
        if event is None:
            more = sum([one > 1.0 for one in known.values()])
            self._viewed = state, end, Heads(int(heads), more << level, (len(known) - more) << level)
        elif member is not None:
            there = any(member in tally.members for tally in self._window(state, end))
            found += max(0.0, worth - known.get(member, 1.0)) if there else worth - 1.0
        return found

    def _known(self, state: WindowState, end: int) -> tuple[dict[str, float], int]:
        """Return the worth of those in a window that are not worth 1, and the level of the sample that they are."""
        buckets, worths, nobody = range(end - self.steps + 1, end + 1), _worths(state), dict[str, float]()
        inside = [(tally, worths.get(at, nobody)) for at in buckets if (tally := state.tallies.get(at)) is not None]
        found: dict[str, float] = {}
        for _, known in inside:
            _highest(found, known)
        for tally, known in inside:
            if found and len(known) < len(tally.members):  # somebody in it is worth 1
                _highest(found, dict.fromkeys((found.keys() & tally.members.keys()) - known.keys(), 1.0))
        level = max([tally.level for tally, _ in inside], default=0)
        return {name: one for name, one in found.items() if one != 1.0 and sampled(name, level)}, level

    def _heads_in(self, state: WindowState, end: int) -> Heads:
        """Return who is in a window; that has mostly just been counted."""
        if self._viewed is None or self._viewed[0] is not state or self._viewed[1] != end:
            self._counted(state, end, None, None)
        return self._viewed[2] if self._viewed is not None else Heads()

    # Sentences.

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return `Heads`; () where all are worth 1."""
        heads = self._heads_in(state, end) if _worths(state) else Heads()
        return tuple(heads) if heads.more or heads.less else ()


def _highest(found: dict[str, float], others: dict[str, float]) -> None:
    """Take in others' worths, the higher of two."""
    if found.keys().isdisjoint(others):
        found.update(others)
        return
    for name, worth in others.items():
        if worth > found.get(name, -1.0):
            found[name] = worth


def _worths(state: WindowState) -> dict[int, dict[str, float]]:
    return cast("WeighedState", state).worths
