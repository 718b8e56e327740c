"""Accounts that use a product one after the other, never two at once, and each as much: how surprising turns are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from math import log10
from statistics import median
from typing import NamedTuple

# Most have used the same within a quarter, or were refused at last: an allowance; the last may be at it still.
ALIKE, ALIKE_SHARE = 1.25, 0.75
NEVER = float("-inf")
FULLEST = 0.98  # of the time: one account right after the other is not infinitely rare


class Use(NamedTuple):
    """When an account used the product in a stretch of time, from first to last, how much, and its last refusal.

    An allowance is in one measure: units, whatever the product, or requests where no units are told.
    """

    first: float
    last: float
    units: float
    refused: float = NEVER
    requests: float = 0.0

    def with_(self, other: Use) -> Use:
        """Return both as one."""
        return Use(min(self.first, other.first), max(self.last, other.last), self.units + other.units,
                   max(self.refused, other.refused), self.requests + other.requests)  # fmt: skip


def merge(used: dict[str, Use], account: str, use: Use) -> None:
    """Add an account's use to what it has used so far."""
    used[account] = use.with_(used[account]) if account in used else use


def used_up(turns: Sequence[Use]) -> bool:
    """Tell whether most were refused at last."""
    return sum(use.refused >= use.last for use in turns) >= ALIKE_SHARE * len(turns)


def alike(turns: Sequence[Use]) -> bool:
    """Tell whether most have used about the same."""
    each = amounts(turns)
    usual = median(each) if each else 0.0
    return sum(usual <= ALIKE * amount <= ALIKE * ALIKE * usual for amount in each) >= ALIKE_SHARE * len(turns)


def amounts(turns: Collection[Use]) -> list[float]:
    """Return what each used in the one measure that they have: units where any are told."""
    told = any(use.units for use in turns)
    return [use.units if told else use.requests for use in turns]


def meeting(turns: Sequence[Use]) -> float:
    """Return the surprise of no two meeting, where all but the first and the last begin at random times between those.

    `turns`: by their first times. 0 where two do meet: then they take no turns.

    >>> meeting([Use(0, 5, 1.0), Use(4, 9, 1.0)]), round(meeting([Use(i, i + 0.9, 1.0) for i in range(8)]), 2)
    (0.0, 6.0)
    """
    if len(turns) < 2 or any(one.last >= other.first for one, other in pairwise(turns)):
        return 0.0
    used = sum(use.last - use.first for use in turns[:-1]) / (turns[-1].first - turns[0].first)
    return -(len(turns) - 2) * log10(1 - min(FULLEST, used))
