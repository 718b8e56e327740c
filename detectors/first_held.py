"""Windows of entities of which one event is mostly all that is ever seen: a card, an account that pays once.

The first event is held as it came, and counted when a second one asks. It costs a tenth of the time of a tally, and no
room beside what other detectors hold of it.
"""

from __future__ import annotations

from typing import cast

from detectors.base import LATENESS_MAX_S, Signal
from detectors.surprise import gamma_poisson, to_score
from detectors.window import WindowDetector, WindowState
from schemas.event import Event


class FirstState(WindowState, array_like=True):
    """Adds the first event of all, while there is no other and nothing else is known."""

    first: Event | None = None


class FirstHeld(WindowDetector):
    """Base of such detectors: they count distinct members, and an event with none teaches nothing."""

    state_type = FirstState

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base."""
        first, surprise = cast("FirstState", state).first, 0.0
        if first is not None:
            member, bucket = self.member(event), int(event.time // self.step_s)
            if member is not None and abs(bucket - state.newest) < self.steps and member != self.member(first):
                surprise = gamma_poisson(1, *self._past(state, bucket))
        elif state.newest >= 0:
            return super().score(event, state, key)
        return Signal(self.name, self.version, key, to_score(surprise), False, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base, but for the first event of all."""
        own: FirstState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        if state.newest < 0 and self.least > 1:
            if self.member(event) is not None:
                own.first, state.newest = event, int(event.time // self.step_s)
            return False
        self._count_first(own)
        return super().learn(event, state, signal)

    def _looked_at_again(self, state: WindowState, bucket: int) -> bool:
        """Look again at the windows that hold `bucket` and end with something counted; return True if one is hot."""
        hot = False
        for end in [end for end in state.tallies if bucket <= end < bucket + self.steps]:
            hot = self._view(state, end, self._count(state, end)) or hot
        return hot

    def _count_first(self, state: FirstState) -> None:
        first, state.first = state.first, None
        if first is not None:
            super().learn(first, state, None)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base, once the first event is old enough for anything to be dropped."""
        own: FirstState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        first = own.first
        if first is None or watermark - first.time > LATENESS_MAX_S:
            self._count_first(own)
            super().prune(state, watermark)
