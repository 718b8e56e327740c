"""Windows of those who entered a place that is new to them, against what some of them then did there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Signal
from detectors.entered import forget
from detectors.entry_fanout_past import PractisedWindow
from detectors.entry_fanout_state import EntriesState
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event


class EnteredWindow(PractisedWindow):
    """Base of such detectors: what is no `member` is noted, and only held while nothing counts."""

    state_type: ClassVar[type[WindowState]] = EntriesState

    @abstractmethod
    def _judge(self, state: WindowState, end: int, window: Sequence[Tally]) -> float:
        """Return the surprise of a window."""

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window, the event included; None for one that is noted only."""
        if self.member(event) is None or not isinstance(state, EntriesState):
            return None
        end, mine = int(event.time // self.step_s), Tally()
        self._put(event, mine, event.subject)
        window = [*self._window(state, end), state.held(end - self.steps, end, self.step_s), mine]
        surprise = self._judge(state, end, window)
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Hold what is noted only while nothing counts; else put all into tallies and look at the windows."""
        own: EntriesState = state  # type: ignore[assignment]  # `state_type`; no question: a call a login
        if not self.remembers(event):
            return False
        bucket = int(event.time // self.step_s)
        counts = self.member(event) is not None
        if not counts and own.holds(event, bucket):
            return False
        own.put_held(self.step_s)
        if not counts and not own.touched(event.subject):
            self.admit(event, state, bucket)  # it is no more than one more who came
            return state.tallies[bucket].hot
        if counts:
            own.practise(event.time)
        return super().learn(event, state, signal)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return self._judge(state, end, self._window(state, end))

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; forget who came long ago."""
        super().prune(state, watermark)
        if isinstance(state, EntriesState) and state.entered:
            oldest = int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1
            state.entered = forget(state.entered, self.step_s, oldest)
