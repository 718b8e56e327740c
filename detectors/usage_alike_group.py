"""A group of newcomers who use all but the same, and what makes one."""

from __future__ import annotations

from typing import NamedTuple

DAYS_LEAST = 3  # of a newcomer with that use: on two anybody may use the same
ACCOUNTS_LEAST = 8  # in a group: a firm that begins has a few keys for its servers
ALIKE = 1.15  # times as much or as little: who stays just below a limit stays within that; honest amounts span decades
MOSTLY = 0.75  # of a provider's newcomers, and of the days of each


class Group(NamedTuple):
    """Newcomers (since when) that use the same: of what, from how many addresses, how little and how much.

    `others`: how many elsewhere use it, `near`: of those as much by the median; `usual`: what half of them use at most.
    `place`: the provider, where it is one's. Those that are no provider's use one amount to the unit: `low` is `high`.
    """

    names: dict[str, float]
    measure: str
    addresses: int
    low: float
    high: float
    others: int
    near: int
    usual: float
    surprise: float
    of_provider: bool = False
    place: str = ""


def is_near(amount: float, middle: float) -> bool:
    """Tell whether an amount is alike another."""
    return middle <= ALIKE * amount <= ALIKE * ALIKE * middle
