"""From the false alerts a day that an operator accepts to each detector's level.

A detector asks a question of every active entity in every period (`Detector.question_s`): how often would chance alone
show as much? The answer is a tail probability p, and accusing from p <= 10^-s on costs at most questions x 10^-s false
alerts a day, however the questions depend on each other: the expectation of a sum is the sum of the expectations. So
each detector gets an even share of what is accepted, and s = log10(questions / share). This holds the per-family error
rate (Spjotvoll 1972; Bonferroni's split): an expected number, which is what is asked for here, not a proportion. Online
procedures for the false discovery rate (LORD, SAFFRON, e-LOND) spend along one sequence of tests; the questions of
many partitions have no order that would be the same in every run, and the level may not depend on one.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from typing import Any

from msgspec import Struct, field

from detectors.base import Detector, Signal
from detectors.surprise import to_score
from schemas.event import Event

LEAST_SURPRISE = 3.0  # nobody is accused of what happens to one in a thousand, however few are asked
STEPS = (1.0, 2.0, 3.0, 4.0)  # surprises at which answers are compared with what they promise
DAY_S = 86_400.0


def levels(accepted: float, questions: Mapping[str, float]) -> dict[str, float]:
    """Return each detector's `alert_at` (a score), for `accepted` false alerts a day and its questions a day.

    >>> levels(1.0, {"a": 500_000.0, "b": 0.0})
    {'a': 0.5, 'b': 0.333333333}
    """
    share = accepted / max(1, len(questions))
    return {name: round(to_score(surprise_at(count, share)), 9) for name, count in questions.items()}


def surprise_at(questions: float, share: float) -> float:
    """Return the surprise from which on `questions` a day make at most `share` false alerts a day."""
    return max(LEAST_SURPRISE, log10(max(questions, 1.0) / share))


class Asked(Struct):
    """One detector's questions: how many, and how many of their answers were at least `STEPS`."""

    questions: int = 0
    above: list[int] = field(default_factory=lambda: [0] * len(STEPS))

    def answer(self, surprise: float) -> None:
        """Count one question by its highest answer."""
        self.questions += 1
        for step, least in enumerate(STEPS):
            self.above[step] += surprise >= least

    @property
    def loudness(self) -> float:
        """Return how many times as often as chance allows the answers reached a step, at the worst step; at least 1.

        A model's tail is taken at its word only as far as the past bears it out: a weekly class of 30 sign-ups answers
        one question in 60 by a surprise of 4. One answer is enough to be believed, so this errs towards silence.
        """
        ratios = (above * 10**step / self.questions for step, above in zip(STEPS, self.above, strict=True) if above)
        return max(1.0, *ratios, 1.0)


class Questions:
    """Counts questions off a replay's signals. Costs about 150 bytes an entity and detector."""

    def __init__(self) -> None:
        self._found: dict[str, Asked] = {}
        self._open: dict[tuple[str, str], tuple[int, float]] = {}  # period and highest answer so far
        self._first, self._last = float("inf"), float("-inf")

    def see(self, event: Event, detector: Detector[Any], signal: Signal) -> None:
        """Take one signal; a late one counts for the period in hand."""
        self._first, self._last = min(self._first, event.time), max(self._last, event.time)
        found = self._found.setdefault(detector.name, Asked())
        if not detector.question_s:
            found.answer(signal.surprise)
            return
        key, period = (detector.name, signal.key), int(event.time // detector.question_s)
        open_period, best = self._open.get(key, (period, 0.0))
        if period > open_period:
            found.answer(best)
            open_period, best = period, 0.0
        self._open[key] = (open_period, max(best, signal.surprise))

    def end(self) -> dict[str, Asked]:
        """Close what is open and return the counts by detector."""
        for (name, _), (_, best) in self._open.items():
            self._found[name].answer(best)
        self._open.clear()
        return self._found

    @property
    def days(self) -> float:
        """Return the days of event time seen, an hour at the least."""
        return max(self._last - self._first, 3600.0) / DAY_S
