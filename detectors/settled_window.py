"""Windows in which something may speak against an alert: they are judged once they are over and nothing is missing.

What can be said before, whatever else goes on in the window, is said at once: `_heat`, as in the base.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import field

from detectors.base import Signal
from detectors.steps import next_over, take_over
from detectors.window import WindowDetector, WindowState
from schemas.event import Event

SETTLES_S = 600.0  # an alert may be raised so long after its window: twice what the engine allows an event to be late


class SettledState(WindowState, array_like=True):
    """Adds the last buckets of the windows to be judged once they are over (an ordered set)."""

    waiting: dict[int, int] = field(default_factory=dict)


class SettledWindow(WindowDetector):
    """Base of such detectors. A subclass says in `_past` and `_weigh` what a window shows that is over."""

    state_type: ClassVar[type[WindowState]] = SettledState

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 60.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self.reach_s = window_s + self.step_s + SETTLES_S
        waits = type(self)._enough is SettledWindow._enough  # noqa: SLF001  # the class's own
        self._bare_least = waits and self._as_here("_ends", "_count", "_counted")

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; True also where the first window begins to wait."""
        own: SettledState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        waited = bool(own.waiting)
        return super().learn(event, state, signal) or (not waited and bool(own.waiting))

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """Let a window that holds enough wait until it is over."""
        if count >= self.least:
            own: SettledState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
            own.waiting.setdefault(end, 0)
            return True
        return False

    def unsettled(self, state: WindowState) -> float:
        """Return when the first window that waits is over."""
        own: SettledState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        return next_over(own.waiting, self.step_s)

    def settle(self, state: WindowState, watermark: float) -> bool:
        """Judge the windows that are over; return True if one is hot."""
        own: SettledState = state  # type: ignore[assignment]  # as in `learn`
        waiting, hot = own.waiting, False
        if not waiting:
            return False
        for end in take_over(waiting, self.step_s, watermark):
            count, past = self._count(state, end), self._past(state, end)
            hot = self._accuse(state, end, count, past, self._weigh(state, end, count, past)) or hot
        return hot

    def prune(self, state: WindowState, watermark: float) -> None:
        """Judge what is over before it is dropped; the rest as in the base."""
        own: SettledState = state  # type: ignore[assignment]  # as in `learn`
        if own.waiting:
            self.settle(state, watermark)
        super().prune(state, watermark)


class OverWindow(SettledWindow):
    """Base of those of which nothing can be said before a window is over, since anything in it may speak against."""

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        return False
