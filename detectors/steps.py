"""Steps of event time, an hour or less, that are taken in order once they are over: judged, or folded into a past.

What may still come belongs to a step that is not over, so that no order of arrival decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Protocol, TypeVar

from detectors.base import LATENESS_MAX_S
from detectors.tally import Tally
from schemas.event import Event

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


class Stepped(Protocol):
    """A state of tallies by step, of which some wait to be judged."""

    tallies: dict[int, Tally]
    waiting: dict[int, int]


def await_end(state: Stepped, event: Event, step_s: float) -> bool:
    """Count an event in its step, which is judged once it is over; tell whether there is something new to look at."""
    step = int(event.time // step_s)
    tally = state.tallies.setdefault(step, Tally())
    tally.seen(event.time, event.id)
    waited = bool(state.waiting)
    state.waiting.setdefault(step, 0)
    return tally.hot or not waited


def judge_over(state: Stepped, step_s: float, watermark: float, judge: Callable[[int], None]) -> bool:
    """Judge the steps that are over at `watermark`, in order; tell whether one of them is hot."""
    if not state.waiting:  # as nearly always
        return False
    hot = False
    for step in take_over(state.waiting, step_s, watermark):
        judge(step)
        hot = state.tallies[step].hot or hot
    return hot


def folded(past: T, hours: MutableMapping[int, N], until: int, fold: Callable[[T, N], T]) -> T:
    """Return what is remembered in hour `until`: the past with the hours before it, one after the other."""
    for hour in sorted(hour for hour in hours if hour < until):
        past = fold(past, hours[hour])
    return past


def fold_over(past: T, hours: MutableMapping[int, N], watermark: float, fold: Callable[[T, N], T]) -> T:
    """Return the past with the hours that nothing can change any more at `watermark`, and drop those."""
    done = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
    for hour in sorted([hour for hour in hours if hour < done]):
        past = fold(past, hours.pop(hour))
    return past
