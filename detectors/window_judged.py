"""Which windows become hot: full enough to be weighed, and surprising beside the past."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window_report import WindowReport
from detectors.window_state import WindowState


class WindowJudged(WindowReport):
    """Base of `WindowDetector`: looks at windows that an event lies in; subclasses say what else a window shows."""

    _plain_least: bool  # no subclass has its own `_enough`

    def refresh(self, state: WindowState, bucket: int) -> bool:
        """Look again at every window that holds `bucket`; return True if one is hot."""
        hot = False
        for end in self._ends(state, bucket):
            hot = self._view(state, end, self._count(state, end)) or hot
        return hot or state.tallies[bucket].hot

    def _view(self, state: WindowState, end: int, count: float) -> bool:
        """Keep the count of a window if it is its period's peak; return True if it makes the window hot."""
        period = int(end * self.step_s // self.period_s)
        peaks = state.peaks
        if count > (peaks[period] if period in peaks else 0):
            peaks[period] = count
        if self._plain_least and count < self.least:
            return False
        return self._enough(state, end, count) and self._heat(state, end, count)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """Tell whether a window deserves to be weighed."""
        return count >= self.least

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        past = self._past(state, end)
        return self._accuse(state, end, count, past, self._weigh(state, end, count, past))

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """Make the window hot if it is surprising enough."""
        if surprise < self.hot_from:
            return False
        usual, detail = 1 + past[0] / past[1], self._detail(state, end)
        for tally in self._to_heat(self._window(state, end)):
            tally.hot = True
            tally.crest(count, usual, surprise, detail)
        return True

    def _to_heat(self, window: Sequence[Tally]) -> Sequence[Tally]:
        """Return the buckets of a surprising window that become hot."""
        return window

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return what else `sentence` says of a hot window, where its count does not say all."""
        return ()

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of a window's count; a subclass may add what else the window shows."""
        return gamma_poisson(count - 1, *past)
