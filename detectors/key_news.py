"""How surprising it is that a key is used from networks new to its account, by a program new to it as well.

A key that has several homes has as many networks on any day, and a thief's few do not stand out among them. Those that
no day has seen do: after its first day a key hardly ever gains one, let alone some within hours.
"""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S
from detectors.recurrence import DAY_S, days_of, most_surprise, noted
from detectors.surprise import gamma_poisson


def with_one(news: bytes, time: float) -> bytes:
    """Return the addresses new to the account by day (12 bytes each), with one more."""
    return noted(news, time, days_of(news).get(int(time // DAY_S), 0.0) + 1.0)


def surprise_of(networks: float, news: bytes, born: float, begins: float, usual: float) -> float:
    """Return the surprise of so many new networks in a window, by the key's days between its first and the window's.

    `usual`: new networks on a day of which nothing is known. Never more than those days allow (`recurrence`); nothing
    before there is one, since a key that is in its visitors' browsers is still new to most of its networks then.
    """
    first, today = int((born + DAY_S) // DAY_S), int((begins - LATENESS_MAX_S) // DAY_S)
    earlier = {day: count for day, count in days_of(news).items() if first < day < today}
    days = today - first - 1
    if days < 1:
        return 0.0
    surprise = gamma_poisson(networks, 1.0 + sum(earlier.values()), 1.0 / usual + days)
    return min(surprise, most_surprise(earlier, begins, networks))
