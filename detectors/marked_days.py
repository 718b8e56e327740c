"""What was marked on which days, by hash: of each day the lowest marks, of the days the newest.

The same whatever the order of events (`days`: day -> an ordered set of marks); only days that are over speak.
"""

from __future__ import annotations

from collections.abc import Iterable


def keep(days: dict[int, dict[int, int]], day: int, mark: int, a_day: int, days_kept: int) -> None:
    """Note a mark of a day."""
    marks = days.setdefault(day, {})
    marks[mark] = 0
    if len(marks) > a_day:
        del marks[max(marks)]
    if len(days) > days_kept:
        del days[min(days)]


def before(days: Iterable[int], today: int, number: int) -> list[int]:
    """Return so many of the last days before `today`, in order.

    >>> before([5, 2, 3, 4], 5, 2)
    [3, 4]
    """
    return sorted([day for day in days if day < today])[-number:]
