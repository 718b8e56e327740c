"""Runs of hot tallies: what lies within an idle hour of each other is one episode."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import State
from detectors.tally import Tally

COMPACT_ABOVE = 8  # tallies of one run: what is merged already is merged again in no time


class Run:
    """One episode: the indexes of its hot tallies, its first and last time; their sum is made when it is asked for.

    Most looks at an episode end with its times: a crowd of thousands is merged for those only that something is said.
    """

    __slots__ = ("_sum", "_tallies", "first", "indexes", "last")

    def __init__(self, hot: Sequence[tuple[float, int, Tally]], last: float) -> None:
        """`hot`: first time, index and tally of each, in that order; `last`: the last time of all."""
        self.indexes = [index for _, index, _ in hot]
        self._tallies = [tally for _, _, tally in hot]
        self.first, self.last = hot[0][0], last
        self._sum: Tally | None = None

    @property
    def sum(self) -> Tally:
        """Return all of the run in one tally, as it was when this was first asked."""
        if self._sum is None:
            self._sum = Tally()
            self._sum.merge(*self._tallies)
        return self._sum


def runs(state: State, idle_s: float) -> list[Run]:
    """Return the episodes in a state, in order of event time; a gap of more than `idle_s` parts two."""
    hot = [(tally.first, index, tally) for index, tally in state.tallies.items() if tally.hot]
    hot.sort()
    if not hot:
        return []
    found: list[Run] = []
    start, until = 0, hot[0][-1].last
    for at, (first, _, tally) in enumerate(hot):  # a plain loop: there may be hundreds, at every look
        if first - until > idle_s:
            found.append(Run(hot[start:at], until))
            start, until = at, tally.last
        elif tally.last > until:
            until = tally.last
    return [*found, Run(hot[start:], until)]


def compact(state: State, run: Run, before: int) -> None:
    """Merge a run's tallies older than index `before` into its first one: where it is long, memory is bounded."""
    home = state.tallies[run.indexes[0]]
    home.merge(*[state.tallies.pop(index) for index in run.indexes[1:] if index < before])


def fringe(state: State, since: float) -> float:
    """Return the first time of the oldest tally from `since` on that is not hot but still may become so."""
    return min((t.first for t in state.tallies.values() if not t.hot and t.last >= since), default=float("inf"))
