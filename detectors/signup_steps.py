"""What detectors share that remember the sign-ups of a site by step and account, and judge a step once it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import field

from detectors.base import LATENESS_MAX_S, State
from detectors.by_time import since
from detectors.counts import EXAMPLES_KEPT
from detectors.judged_steps import JudgedSteps
from detectors.sampling import sampled
from detectors.steps import fold_over
from detectors.tally import Tally, forget

MEMORY = 0.997  # of an hour with sign-ups: halved after ten days of them
FORGET_AT = 0.05
ALL = ""  # the name of everybody's count
M = TypeVar("M")  # what is kept of a sign-up
K = TypeVar("K")  # what they are grouped by
R = TypeVar("R", bound="Remembered[Any]")


class Remembered(State, Generic[M], array_like=True):
    """`made`: sign-ups by step and account, `levels` of their samples, `waiting` steps.

    Counts by hour and name; older ones: `past`.
    """

    made: dict[int, dict[str, M]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    hours: dict[int, dict[str, float]] = field(default_factory=dict)
    past: dict[str, float] = field(default_factory=dict)


class SignupSteps(JudgedSteps[R]):
    """Base of such detectors; its states are `Remembered`. Counts older than `counted_steps` are folded."""

    keyed_by = "site"
    window_steps: ClassVar[int]
    counted_steps: ClassVar[int]
    told_steps: ClassVar[int] = 1  # before the one judged, that may be told with it

    def prune(self, state: R, watermark: float) -> None:
        """Drop steps that no later one is judged with, and fold the hours before the windows still open."""
        self.settle(state, watermark)
        recent = int((watermark - LATENESS_MAX_S) // self.step_s)
        state.made = since(state.made, recent - self.window_steps)
        state.levels = since(state.levels, recent - self.window_steps)
        state.past = fold_over(state.past, state.hours, watermark - self.counted_steps * self.step_s, folded_in)
        forget(recent - self.told_steps, state.tallies)


def show(tally: Tally, step: int, step_s: float, groups: Sequence[Mapping[str, Any]]) -> None:
    """Let a step's tally show sign-ups of those accused alone: the step's earliest, or if it has none, any."""
    every = sorted({(one.time, one.event) for group in groups for one in group.values() if one.event})
    mine = [told for told in every if int(told[0] // step_s) == step]
    tally.examples = (mine or every)[:EXAMPLES_KEPT] or tally.examples


def by_account(name: str, one: Any, level: int) -> bool:
    """Tell whether a sign-up is in the sample of a level: by the hash of its account."""
    return sampled(name, level)


def keep(state: Remembered[Any], step: int, name: str, one: Any, most: int, order: Callable[[Any], Any],
         kept: Callable[[str, Any, int], bool] = by_account) -> None:  # fmt: skip
    """Remember an account's first sign-up of a step, by `order`; beyond `most` a step, a sample."""
    made, level = state.made.setdefault(step, {}), state.levels.get(step, 0)
    if not level or kept(name, one, level):
        had = made.get(name)
        made[name] = one if had is None else min(one, had, key=order)
    while len(made) > most:
        level = state.levels[step] = level + 1
        made = state.made[step] = {other: told for other, told in made.items() if kept(other, told, level)}


def count_in(state: Remembered[Any], hour: int, *names: str) -> None:
    """Count a sign-up under some names."""
    sums = state.hours.setdefault(hour, {})
    for name in names:
        sums[name] = sums.get(name, 0.0) + 1.0


def counted_in(state: Remembered[Any], hours: range, name: str) -> float:
    """Return how many were counted under a name in some hours."""
    return sum([state.hours.get(at, {}).get(name, 0.0) for at in hours])


def known_before(state: Remembered[Any], name: str, until: int) -> float:
    """Return how many were counted under a name before an hour, as far as is remembered."""
    value = state.past.get(name, 0.0)
    for hour in sorted(hour for hour in state.hours if hour < until):
        value = faded(value, state.hours[hour].get(name, 0.0))
    return value


def faded(value: float, more: float) -> float:
    """Return a decayed count after one more hour; 0 once it is next to nothing."""
    value = MEMORY * value + more
    return value if value >= FORGET_AT else 0.0


def folded_in(past: dict[str, float], counts: dict[str, float]) -> dict[str, float]:
    """Return what is remembered after one more hour."""
    after = {name: faded(past.get(name, 0.0), counts.get(name, 0.0)) for name in past.keys() | counts.keys()}
    return {name: after[name] for name in sorted(after) if after[name]}


def grouped(state: Remembered[M], steps: range, by: Callable[[M], K]) -> dict[K, dict[str, M]]:
    """Return the sign-ups of some steps by group, in one pass: of each group that has any in the last of them."""
    found: dict[K, dict[str, M]] = {by(one): {} for one in state.made.get(steps[-1], {}).values()}
    for at in steps:
        for name, one in state.made.get(at, {}).items():
            if (group := found.get(by(one))) is not None:
                group[name] = one
    return found
