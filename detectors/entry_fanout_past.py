"""The measure of a place where it has long been the habit that accounts enter and change: a shop's counter."""

from __future__ import annotations

from detectors.entry_fanout_state import EntriesState
from detectors.settled_window import OverWindow
from detectors.window import WindowState


class PractisedWindow(OverWindow):
    """As the base; a place's own weeks, where nothing in them was accused, say nearly all of what is usual there.

    What is believed of any address weighs as `burstiness` / `usual` (fifty) active periods do, more than a shop has in
    a month: nine customers on a Saturday would be judged by what addresses do that are no shops. What is believed of
    a shop weighs as one period with two accounts.
    """

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        shape, rate = super()._past(state, end)
        if isinstance(state, EntriesState) and state.practised(end * self.step_s):
            return 1 + shape - self.burstiness, 1 + rate - self.burstiness / self.usual
        return shape, rate

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        hot = super()._accuse(state, end, count, past, surprise)
        if hot and isinstance(state, EntriesState):
            state.accuse((end + 1) * self.step_s - self.window_s, (end + 1) * self.step_s - 1)
        return hot
