"""What a key was used from in its weeks, and what is surprising of its last ones."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import field

from detectors.base import State
from detectors.key_days import Days
from detectors.key_sharing_scattered import Scattered
from detectors.key_sharing_slow_nights import Visits
from detectors.recurrence import DAY_S

WEEK = 7  # days: of the window, and at least before it
# Who resells a key goes on for longer than a week, and what is older than the window would excuse it. So windows of up
# to two weeks are looked at, too; these bear the choice between them.
LONGEST = 2 * WEEK


class SlowState(State, array_like=True):
    """When the key was first used, made, its newest day with a new provider, the earliest of these, and countries.

    `elsewhere`: the networks of the providers of the last two weeks; `visits`: on which days each came, for what.
    `owned`: what the key's other places have asked for, with the first day.
    """

    born: float = float("inf")
    newest: int = -1
    providers: Days = field(default_factory=dict)
    countries: Days = field(default_factory=dict)
    made: float = float("inf")
    elsewhere: dict[str, Scattered] = field(default_factory=dict)
    visits: Visits = field(default_factory=dict)
    owned: dict[str, int] = field(default_factory=dict)

    def young(self) -> bool:
        """Tell whether the key was seen to be made, no later than it was used: of others the past is not known."""
        return self.made // DAY_S <= self.born // DAY_S


class Spell(NamedTuple):
    """What is surprising of the days up to one: by how much, what came again, how much was expected, of how many."""

    surprise: float = 0.0
    places: int = 0
    usual: float = 0.0
    days: int = WEEK


def two_weeks(state: SlowState, end: int) -> int:
    """Return the first of the two weeks that end on a day; a week of the key's lies before."""
    return max(end - LONGEST + 1, int(state.born // DAY_S) + WEEK)
