"""Windows whose count is dear: the accounts that did a thing again and again are sought once, when a window is over.

To seek them at every event costs as much as the window holds: in a flood of newcomers milliseconds an event.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from detectors.base import Signal
from detectors.settled_window import SettledState, SettledWindow
from detectors.steps import take_over
from detectors.surprise import to_score
from detectors.window import WindowState
from schemas.event import Event


class DearWindow(SettledWindow):
    """Base of such detectors; `least` is of what is sought, each of which makes `each` members or more.

    A window of `at_once` members or fewer is quickly read, and judged at every event.
    """

    heeds_score = False
    each: ClassVar[int]
    at_once: ClassVar[int] = 0

    @abstractmethod
    def _sought(self, state: WindowState, end: int) -> float:
        """Return how many a window holds of what is sought."""

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event, without it; None where it holds too little."""
        end = int(event.time // self.step_s)
        if not self.remembers(event) or self._count(state, end) < self.least * self.each:
            return None
        count = self._sought(state, end)
        surprise = self._weigh(state, end, count, self._past(state, end)) if count >= self.least else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _view(self, state: WindowState, end: int, count: float) -> bool:
        """Let a window that holds enough wait; one that cannot count is no part of the past."""
        if count <= self.at_once:
            return self._judge(state, end, self._sought(state, end))
        if count >= self.least * self.each:
            self._enough(state, end, count)
        return False

    def settle(self, state: WindowState, watermark: float) -> bool:
        """Judge the windows that are over, each by what is sought; return True if one is hot."""
        own: SettledState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        hot = False
        for end in take_over(own.waiting, self.step_s, watermark) if own.waiting else ():
            hot = self._judge(state, end, self._sought(state, end)) or hot
        return hot

    def _judge(self, state: WindowState, end: int, count: float) -> bool:
        period = int(end * self.step_s // self.period_s)
        state.peaks[period] = max(count, state.peaks.get(period, 0))
        if count < self.least:
            return False
        past = self._past(state, end)
        return self._accuse(state, end, count, past, self._weigh(state, end, count, past))
