"""An account's earlier days, and how surprising what it made on one is beside them."""

from __future__ import annotations

from math import log1p, log10, sqrt
from typing import NamedTuple

from detectors.recurrence import DAY_S, days_of, most_surprise
from detectors.surprise import student_tail
from detectors.usage_day_state import LIMITED, DayState, asked
from detectors.usage_level import PRIOR_WEIGHT

DAYS_LEAST = 3  # earlier ones with any use: fewer say nothing of a habit


class Past(NamedTuple):
    """An account's earlier days: how many, mean and variance of log(1 + requests), the fullest's requests."""

    days: dict[int, float]
    n: int
    mean: float
    variance: float
    fullest: float


def past_of(state: DayState, day: int) -> Past:
    """Return the days before one."""
    days = days_of(state.days) | {
        at: asked(tally) if tally.extra and LIMITED in tally.extra else tally.total
        for at, tally in state.tallies.items()
    }
    days = {at: total for at, total in days.items() if at < day and total > 0}
    logs = [log1p(days[at]) for at in sorted(days)]
    n = len(logs)
    mean = sum(logs) / max(n, 1)
    variance = sum([(one - mean) ** 2 for one in logs]) / max(n, 1)
    return Past(days, n, mean, variance, max(days.values(), default=0.0))


def surprise_of(past: Past, day: int, total: float, spread: float) -> float:
    """Return the surprise of a day's requests; `spread`: usual standard deviation of log(1 + requests) between days."""
    if past.n < DAYS_LEAST or total <= past.fullest:
        return 0.0
    own = past.n / (past.n + PRIOR_WEIGHT)
    expected = sqrt((1 - own) * spread**2 + own * past.variance + (0.1 * spread) ** 2)  # as `Levels`
    over = student_tail(round((log1p(total) - past.mean) / expected, 2), PRIOR_WEIGHT + past.n)
    return min(over + log10(past.n + 1), most_surprise(past.days, (day + 1) * DAY_S, total))
