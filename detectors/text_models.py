"""A detector's models: one that every verdict teaches, and one that only those teach which are surely about it.

A violation that names no policy, and is about no alert, may be of any. Where reviewers name none ever, it must teach:
nothing else does. Where they name this detector's own for some, what names none is mostly something else (on a forum
that named `spam` and nothing for rude comments, those made 490 false alerts about spam in three weeks), and the second
model judges. What is benign is so under every policy, and teaches both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from detectors.text_memory import Lesson
from detectors.text_model import TextModel
from schemas.event import Belief

EVERY, NAMED = "", "/named"  # what stands after a detector's name, of either
# 2026-11: violations that name this policy, and how many for each that names none, from which on reviewers are taken
# to name it: a slip or two are no habit.
NAMED_LEAST, NAMED_SHARE = 3, 0.01


class TextModels:
    """Both models of one detector; the second is made when verdicts first differ for it, and costs as much again."""

    def __init__(self, seeds: Mapping[int, tuple[float, float]]) -> None:
        """`seeds`: as for `TextModel`."""
        self.each = {EVERY: TextModel(seeds)}

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

    def advance(self, hour: int, lessons: Mapping[str, Mapping[int, Iterable[Lesson]]]) -> None:
        """Become the models of `hour`: learn what each is taught, by model and hour."""
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


def lessons_of(features: bytes, raws: Mapping[str, float], told: dict[str, bool], *, violation: bool,
               named: bool) -> Iterator[tuple[str, Lesson]]:  # fmt: skip
    """Yield what a verdict on a text teaches each model, and note in `told` what each has been told of it.

    A verdict that changes an earlier one takes that back; a violation of whatever policy takes back what was benign.
    """
    sure = NAMED in told
    for model in (EVERY, NAMED):
        before, raw, mute = told.get(model), raws.get(model, raws[EVERY]), model == NAMED and not named
        if before == violation or (mute and before is None):
            continue
        if before is not None:
            yield model, Lesson(features, raw, before, -1.0, sure)
            del told[model]
        if not mute:
            yield model, Lesson(features, raw, violation, 1.0, named)
            told[model] = violation
