"""Runs of hot tallies: what one window counts, or lies within an idle hour of each other, is one episode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detectors.base import Detector, State
from detectors.tally import Tally

COMPACT_ABOVE = 8  # tallies of one run: what is merged already is merged again in no time
Hot = tuple[float, int, Tally]  # when a hot tally begins, its index, the tally


class Run:
    """One episode: the indexes of its hot tallies, its first and last time; their sum is made when it is asked for.

    Most looks at an episode end with its times: a crowd of thousands is merged for those only that something is said.
    """

    __slots__ = ("_sum", "_tallies", "first", "indexes", "last")

    def __init__(self, part: Sequence[Hot], last: float) -> None:
        """`part`: its tallies in order; `last`: the latest time of any."""
        self.indexes, self._tallies = [index for _, index, _ in part], [tally for _, _, tally in part]
        self.first, self.last = part[0][0], last
        self._sum: Tally | None = None

    @property
    def sum(self) -> Tally:
        """Return all of the run in one tally, as it was when this was first asked."""
        if self._sum is None:
            self._sum = Tally()
            self._sum.merge(*self._tallies)
        return self._sum


def quiet_s(detector: Detector[Any], idle_s: float) -> float:
    """Return how long must be quiet between two episodes of a detector, where others' are parted by `idle_s`.

    Never less than how far back one event makes tallies hot: else what one window counts would be told as several
    episodes, each of them over before the event that gave it away.
    """
    return max(idle_s, detector.idle_s, detector.reach_s)


def runs(state: State, idle_s: float) -> list[Run]:
    """Return the episodes in a state, in order of event time; a gap of more than `idle_s` parts two."""
    hot = [(tally.first, index, tally) for index, tally in state.tallies.items() if tally.hot]
    hot.sort()
    found: list[Run] = []
    start, until = 0, float("-inf")
    for place, (first, _, tally) in enumerate(hot):
        if place and first - until > idle_s:
            found.append(Run(hot[start:place], until))
            start, until = place, float("-inf")
        if tally.last > until:  # noqa: PLR1730  # `max` takes three times as long; there may be hundreds
            until = tally.last
    return [*found, Run(hot[start:], until)] if hot else found


def compact(state: State, run: Run, before: int) -> None:
    """Merge a run's tallies older than index `before` into its first one: where it is long, memory is bounded."""
    home = state.tallies[run.indexes[0]]
    home.merge(*[state.tallies.pop(index) for index in run.indexes[1:] if index < before])


def drop(state: State, run: Run) -> None:
    """Forget the tallies of a closed run."""
    for index in run.indexes:
        state.tallies.pop(index, None)
