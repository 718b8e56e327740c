"""What tells a slow wave from one that came within an hour: the detectors that look at an hour have that already."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from detectors.first_times import unite
from detectors.steps import HOUR_S
from detectors.tally import Tally

ONE_HOUR_MOST = 0.5  # of a slow wave's members, by their first times, come within any hour
HOUR_MOST = 0.25  # of a patient day's attempts, in its fullest hour: what comes faster is for `login_site_slow` to see


def at_once(window: Iterable[Tally], span_s: float = HOUR_S) -> bool:
    """Tell whether most of a window's members came within an hour, or another span."""
    times = _times(window)
    rest = times[int(ONE_HOUR_MOST * len(times)) :]  # so many more than the first of those that came within the span
    return any([first + span_s >= last for first, last in zip(times, rest, strict=False)])


def most_at_once(window: Iterable[Tally]) -> int:
    """Return the most of a window's members that came within an hour."""
    return most_in_an_hour(_times(window))


def newly_at(window: Iterable[Tally]) -> list[float]:
    """Return the first times of a window's members, in order, but those who are marked."""
    firsts: dict[str, float] = {}
    for tally in window:
        unite(firsts, {name: time for name, time in tally.members.items() if name not in (tally.marked or ())})
    return sorted(firsts.values())


def _times(window: Iterable[Tally]) -> list[float]:
    firsts: dict[str, float] = {}
    for tally in window:
        unite(firsts, tally.members)
    return sorted(firsts.values())


def most_in_an_hour(times: list[float], span_s: float = HOUR_S) -> int:
    """Return the most of sorted times that lie within an hour, or another span.

    >>> most_in_an_hour([]), most_in_an_hour([0.0, 3600.0, 3601.0, 7300.0])
    (0, 2)
    """
    return max([bisect_right(times, time + span_s) - place for place, time in enumerate(times)], default=0)


def patient(times: Iterable[float], hours_least: int) -> bool:
    """Tell whether a day's attempts come in so many hours of the clock, and not many of them in any one.

    >>> patient([3600.0 * hour for hour in range(8)], 8), patient([3600.0 * min(hour, 6) for hour in range(9)], 7)
    (True, False)
    """
    hours = Counter([time // HOUR_S for time in times])
    return len(hours) >= hours_least and max(hours.values()) <= HOUR_MOST * hours.total()
