"""Whether accounts at a few addresses may sit in one room: a class, an office, one owner's server; or at a carrier.

Of an address alone nobody knows how many share it. But a room has hours and an address of its own: those who sit there
come together, in its opening hours, and all from there. A carrier's customers come at any hour, and from several of its
addresses.
"""

from __future__ import annotations

from detectors.at_once import most_in_an_hour
from detectors.steps import HOUR_S

OPEN_HOURS = 12  # of a day, at most: a shop's, a library's; a school's and an office's are fewer
LESSON = 0.25  # of those who come, more within an hour: a lesson, a talk, and whoever does it later at home
ONE_PLACE = 0.8  # of what is posted, more from one network: one's own server, or a house with many tenants
DAY_HOURS = 24


def around_the_clock(times: list[float]) -> bool:
    """Tell whether sorted times are no room's: at more hours of the day than it is open, few of them together.

    >>> lessons = [day * 86_400 + hour * 3600.0 + i for day in range(3) for hour in range(8, 17) for i in range(5)]
    >>> around_the_clock(lessons), around_the_clock([i * 5000.0 for i in range(17)])
    (False, True)
    """
    hours = {int(time // HOUR_S) % DAY_HOURS for time in times}
    return len(hours) > OPEN_HOURS and most_in_an_hour(times) <= LESSON * len(times)


def from_several(posts: list[float]) -> bool:
    """Tell whether posts, by network, are not nearly all from one."""
    return bool(posts) and max(posts) <= ONE_PLACE * sum(posts)
