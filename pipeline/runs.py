"""Runs of hot tallies: what lies within an idle hour of each other is one episode."""

from __future__ import annotations

from msgspec import Struct

from detectors.base import State
from detectors.tally import Tally

_COMPACT_ABOVE = 64


class Run(Struct):
    """One episode: the indexes of its hot tallies, and their sum."""

    indexes: list[int]
    sum: Tally


def runs(state: State, idle_s: float) -> list[Run]:
    """Return the episodes in a state, in order of event time; a gap of more than `idle_s` parts two."""
    hot = sorted((tally.first, index) for index, tally in state.tallies.items() if tally.hot)
    found: list[Run] = []
    for first, index in hot:
        if not found or first - found[-1].sum.last > idle_s:
            found.append(Run([], Tally()))
        found[-1].indexes.append(index)
        found[-1].sum.merge(state.tallies[index])
    return found


def compact(state: State, run: Run, before: int) -> None:
    """Merge a long run's tallies older than index `before` into its first one, so that its memory is bounded."""
    if len(run.indexes) <= _COMPACT_ABOVE:
        return
    home = state.tallies[run.indexes[0]]
    for index in run.indexes[1:]:
        if index < before:
            home.merge(state.tallies.pop(index))


def fringe(state: State, since: float) -> float:
    """Return the first time of the oldest tally from `since` on that is not hot but still may become so."""
    return min((t.first for t in state.tallies.values() if not t.hot and t.last >= since), default=float("inf"))
