"""What a detector does that remembers events and judges each step of time once it is over."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Container, Mapping, Sequence
from functools import partial
from typing import ClassVar, Protocol

from detectors.base import LATENESS_MAX_S, Detector, S, Signal
from detectors.counts import EXAMPLES_KEPT
from detectors.pairs import pairs_noted
from detectors.recurrence import DAY_S
from detectors.settled_window import SETTLES_S
from detectors.steps import Stepped, await_end, judge_over, next_over
from detectors.tally import Tally, forget
from schemas.event import Event
from schemas.values import KeyedBy


class JudgedSteps(Detector[S]):
    """Its state is `Stepped`; steps take `step_s` seconds. What it `remembers` is noted at once, and judged later."""

    heeds_score = False

    def learn(self, event: Event, state: S, signal: Signal | None) -> bool:
        """Remember the event; its step is judged once it is over."""
        if not self.remembers(event):
            return False
        self._note(event, state)
        own: Stepped = state  # type: ignore[assignment]  # no cast: a call an event
        return await_end(own, event, self.step_s)

    @abstractmethod
    def _note(self, event: Event, state: S) -> None:
        """Remember an event."""

    @abstractmethod
    def _judge(self, state: S, step: int) -> None:
        """Judge a step that is over; its tally is there, and hot where somebody is accused."""

    def unsettled(self, state: S) -> float:
        """Return when the first step that waits is over."""
        own: Stepped = state  # type: ignore[assignment]  # no cast: a call a state
        return next_over(own.waiting, self.step_s)

    def settle(self, state: S, watermark: float) -> bool:
        """Judge the steps that are over."""
        own: Stepped = state  # type: ignore[assignment]  # no cast: a call a state
        return judge_over(own, self.step_s, watermark, partial(self._judge, state)) if own.waiting else False


class Daily(Stepped, Protocol):
    """A state of days."""

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later holds."""


class JudgedDays(JudgedSteps[S]):
    """Judges the days of a site, or of what else it is keyed by; its state is `Daily`."""

    keyed_by: ClassVar[KeyedBy] = "site"
    step_s = DAY_S
    reach_s = DAY_S + SETTLES_S

    def prune(self, state: S, watermark: float) -> None:
        """Judge what is over; drop days that no later one is judged with."""
        self.settle(state, watermark)
        last = int((watermark - LATENESS_MAX_S) // DAY_S) - 1
        own: Daily = state  # type: ignore[assignment]  # no cast: a call a state
        own.forget(last)
        forget(last, state.tallies)


def surprise_of(tallies: Mapping[int, Tally], name: str) -> float:
    """Return the surprise of the steps in which a member is accused; 0 where it is in none."""
    return max([one.surprise for one in tallies.values() if one.hot and name in one.members], default=0.0)


def accuse_of(tally: Tally, told: Sequence[tuple[float, str]], *, latest: bool = False) -> None:
    """Make the tally of a step hot, and let it be of these events alone: times and ids, in order, at least one.

    The earliest are shown, or the `latest`.
    """
    tally.hot, tally.n = True, len(told)
    tally.examples = list(told[-EXAMPLES_KEPT:] if latest else told[:EXAMPLES_KEPT])
    tally.first, tally.last = told[0][0], told[-1][0]


def theirs_alone(window: Sequence[Tally], mine: Container[str]) -> Sequence[Tally]:
    """Return the buckets of a window in which some accounts did something, which then show and mark these alone.

    `carried` are pairs of an account and an event (`pairs.carry_event`). All, where there is none.
    """
    hot = list[Tally]()
    for tally in window:
        theirs = sorted([one for one in pairs_noted(tally.carried or {}) if one[1] in mine])
        if theirs:
            accuse_of(tally, [(time, event_id) for time, _, event_id in theirs])
            hot.append(tally)
        for time, name, _ in theirs:
            tally.mark(name, time)
    return hot or window
