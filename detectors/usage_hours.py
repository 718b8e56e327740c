"""The hours of the day at which something is used: whoever reads by night what was read by day is noticed for it.

Hours are those of UTC, as any others would do: that an hour comes anew is the same in each.
"""

from __future__ import annotations

from math import log10

from detectors.base import LATENESS_MAX_S
from detectors.recurrence import DAY_S, days_of

HOUR_S = 3600.0
HOURS = 24
BY_DAY = 6  # hours of the day in which somebody is seen who lives by them: half a day's work; a job has one or two
AT_NEW_HOURS = "at_new_hours"  # of a hot bucket: beside its units by product


def with_hour(hours: int, time: float) -> int:
    """Return a set of hours (a bit each) with that of a time."""
    return hours | 1 << int(time // HOUR_S) % HOURS


def days_before(days: bytes, time: float) -> int:
    """Return how many of the days that are kept surely ended before a time."""
    today = int((time - LATENESS_MAX_S) // DAY_S)
    return sum([day < today for day in days_of(days)])


def unusual(hours: int, days: bytes, time: float) -> float:
    """Return the surprise of an hour that, with the hour before and after it, no earlier day has seen.

    The first of n + 1 days that has one is this day once in n + 1 times. 0 where there was no earlier day, and for a
    job: what runs at an hour or two is run again at any other.

    >>> unusual(0, b"", 0.0)
    0.0
    """
    if hours.bit_count() < BY_DAY:
        return 0.0
    hour = int(time // HOUR_S) % HOURS
    near = [(hour + off) % HOURS for off in (-1, 0, 1)]
    return 0.0 if any([hours >> one & 1 for one in near]) else log10(1 + days_before(days, time))
