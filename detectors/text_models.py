"""A detector's models: one that every verdict teaches, and one that only those teach which are surely about it.

A violation that names no policy, and is about no alert, may be of any. Where reviewers name none ever, it must teach:
nothing else does. Where they name this detector's own for some, what names none is mostly something else (on a forum
that named `spam` and nothing for rude comments, those made 490 false alerts about spam in three weeks), and the second
model judges. What is benign is so under every policy, and teaches both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from detectors.text_memory import Lesson
from detectors.text_model import TextModel
from detectors.text_teaching import Waiting, wait, weight
from schemas.beliefs import Belief

EVERY, NAMED = "", "/named"  # what stands after a detector's name, of either
# 2026-11: violations that name this policy, and how many for each that names none, from which on reviewers are taken
# to name it: a slip or two are no habit.
NAMED_LEAST, NAMED_SHARE = 3, 0.01


class TextModels:
    """Both models of one detector; the second is made when verdicts first differ for it, and costs as much again."""

    def __init__(self, seeds: Mapping[int, tuple[float, float]]) -> None:
        """`seeds`: as for `TextModel`."""
        self.each = {EVERY: TextModel(seeds)}
        self._waiting: dict[tuple[str, bool], Waiting] = {}  # by model and kind: verdicts not yet learned

    def judge(self, features: bytes, hour: int) -> tuple[Belief, dict[str, float]]:
        """Return what is held of a text, and how each model scored it."""
        every = self.each[EVERY].judge(features, hour)
        if NAMED not in self.each:
            return every, {EVERY: every.raw}
        named = self.each[NAMED].judge(features, hour)
        return (named if is_named(named, every) else every), {EVERY: every.raw, NAMED: named.raw}

    def part(self) -> None:
        """Let the second model begin as the first is."""
        if NAMED not in self.each:
            self.each[NAMED] = self.each[EVERY].copied()

    def weight(self, which: str, features: bytes, *, violation: bool) -> float:
        """Return what a verdict counts for in a model, after what it has learned and what waits to be."""
        counts = self.each.get(which, self.each[EVERY]).counts
        return weight(features, counts, self._waiting.get((which, violation), {}), 0 if violation else 1)

    def wait(self, which: str, lesson: Lesson) -> None:
        """Note a lesson that the next `advance` will bring."""
        wait(lesson.features, self._waiting.setdefault((which, lesson.violation), {}), lesson.own)

    def reach(self, hour: int) -> None:
        """Become the models of `hour`, unless they are: without a lesson."""
        if self.each[EVERY].memory.hour < hour:
            self.advance(hour, {})

    def advance(self, hour: int, lessons: Mapping[str, Mapping[int, Iterable[Lesson]]]) -> None:
        """Become the models of `hour`: learn what each is taught, by model and hour."""
        self._waiting.clear()
        for model, one in self.each.items():
            one.advance(hour, lessons.get(model, {}))


def is_named(named: Belief, every: Belief) -> bool:
    """Tell whether reviewers name this detector's policy.

    >>> is_named(Belief(0.0, 0.0, 3, 50), Belief(0.0, 0.0, 203, 50, (), 200))
    True
    >>> is_named(Belief(0.0, 0.0, 3, 50), Belief(0.0, 0.0, 903, 50, (), 900))
    False
    """
    return named.violations >= max(NAMED_LEAST, NAMED_SHARE * every.unnamed)


class Told(NamedTuple):
    """What the models have learned of a text so far, by model: the verdict, and its weight where that is not 1."""

    verdicts: dict[str, bool]
    weights: dict[str, float]


def lessons_of(features: bytes, raws: Mapping[str, float], before_now: Told, *, violation: bool, named: bool,
               counting: Callable[[str], float] = lambda _: 1.0) -> Iterator[tuple[str, Lesson]]:  # fmt: skip
    """Yield what a verdict on a text teaches each model, and note in `before_now` what each has been told of it.

    A verdict that changes an earlier one takes that back, at the weight that it had; a violation of whatever policy
    takes back what was benign. `counting` is asked, by model, what a verdict counts for now.
    """
    told, weights = before_now
    sure = NAMED in told
    for model in (EVERY, NAMED):
        before, raw, mute = told.get(model), raws.get(model, raws[EVERY]), model == NAMED and not named
        if before == violation or (mute and before is None):
            continue
        if before is not None:
            yield model, Lesson(features, raw, before, -weights.pop(model, 1.0), sure)
            del told[model]
        if not mute:
            counts = counting(model)
            yield model, Lesson(features, raw, violation, counts, named)
            told[model] = violation
            if counts != 1.0:
                weights[model] = counts
