"""What an account without a key made on each day."""

from __future__ import annotations

from math import log1p
from typing import NamedTuple

from detectors.base import State
from detectors.nothing import NOTHING
from detectors.recurrence import days_of
from detectors.tally import Tally


class DayState(State, array_like=True):
    """Tallies by day, with requests as totals; `days`: those of days that are over; `newest`: the last event's time.

    `bar`: below so many requests day `barred` can be no surprise, as its earlier days show.
    """

    tallies: dict[int, Tally] = NOTHING
    days: bytes = b""
    newest: float = float("-inf")
    barred: int = -1
    bar: float = 0.0


class Past(NamedTuple):
    """An account's earlier days: how many, mean and variance of log(1 + requests), the fullest's requests."""

    days: dict[int, float]
    n: int
    mean: float
    variance: float
    fullest: float


def past_of(state: DayState, day: int) -> Past:
    """Return the days before one."""
    days = days_of(state.days) | {at: tally.total for at, tally in state.tallies.items()}
    days = {at: total for at, total in days.items() if at < day and total > 0}
    logs = [log1p(days[at]) for at in sorted(days)]
    n = len(logs)
    mean = sum(logs) / max(n, 1)
    variance = sum([(one - mean) ** 2 for one in logs]) / max(n, 1)
    return Past(days, n, mean, variance, max(days.values(), default=0.0))
