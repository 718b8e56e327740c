"""Steps of event time, an hour or less, that are taken in order once they are over: judged, or folded into a past.

What may still come belongs to a step that is not over, so that no order of arrival decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import TypeVar

from detectors.base import LATENESS_MAX_S

HOUR_S = 3600.0
T = TypeVar("T")
N = TypeVar("N")


def next_over(waiting: dict[int, int], step_s: float) -> float:
    """Return when the first of the steps that wait is over; inf where none does."""
    return (min(waiting) + 1) * step_s if waiting else float("inf")


def take_over(waiting: dict[int, int], step_s: float, watermark: float) -> Iterator[int]:
    """Take out the steps that are over at `watermark`, in order."""
    for step in sorted(step for step in waiting if (step + 1) * step_s <= watermark):
        del waiting[step]
        yield step


def folded(past: T, hours: MutableMapping[int, N], until: int, fold: Callable[[T, N], T]) -> T:
    """Return what is remembered in hour `until`: the past with the hours before it, one after the other."""
    for hour in sorted(hour for hour in hours if hour < until):
        past = fold(past, hours[hour])
    return past


def fold_over(past: T, hours: MutableMapping[int, N], watermark: float, fold: Callable[[T, N], T]) -> T:
    """Return the past with the hours that nothing can change any more at `watermark`, and drop those."""
    done = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
    past = folded(past, hours, done, fold)
    for hour in [hour for hour in hours if hour < done]:
        del hours[hour]
    return past
