"""The past of a windowed detector: what the peaks of an entity's earlier periods say of its windows.

A peak that was itself hot is learned only clipped, so that an attack does not become the new normal in one go, and a
lasting change does. A period is judged by peaks that ended at least one full period before it, so that the answer does
not depend on how events within the lateness bound were interleaved.
"""

from __future__ import annotations

from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Detector
from detectors.tally import forget
from detectors.window_state import WindowState


class WindowPast(Detector[WindowState]):
    """The settings of a window and its prior, and the memory of peaks."""

    state_type = WindowState
    heeds_score = False
    steps: ClassVar[int] = 6  # buckets a window
    memory: ClassVar[float] = 0.97  # weight left to a past active period after each further one
    settings: ClassVar[tuple[str, ...]] = ("window_s", "least", "usual", "burstiness")

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 60.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """Set the window (seconds) and the prior.

        `least`: never accuse below this count. `usual`: the mean of (peak - 1) over the population's active periods;
        `burstiness`: the gamma shape of its spread over entities (smaller is more varied).
        """
        super().__init__(alert_at)
        self.window_s, self.least, self.usual, self.burstiness = window_s, least, usual, burstiness
        self.step_s = window_s / self.steps
        self.period_s = max(LATENESS_MAX_S, window_s)
        self.reach_s = window_s
        self.question_s = self.period_s

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return the gamma posterior (shape, rate) of (peak - 1) for the period in which the window ends."""
        shape, rate = state.shape, state.rate
        if len(state.peaks) > 1:
            before = int(end * self.step_s // self.period_s) - 1
            for period in sorted(state.peaks):
                if period >= before:
                    break
                shape, rate = self._remember(shape, rate, state.peaks[period])
        return self.burstiness + shape, self.burstiness / self.usual + rate

    def _remember(self, shape: float, rate: float, peak: float) -> tuple[float, float]:
        """Decay what is remembered and add one period's peak, clipped against being taught by an attack."""
        prior_shape, prior_rate = self.burstiness, self.burstiness / self.usual
        mean = (prior_shape + shape) / (prior_rate + rate)
        clipped = min(max(0.0, peak - 1), 2 * mean + 2)
        return self.memory * shape + clipped, self.memory * rate + 1

    def prune(self, state: WindowState, watermark: float) -> None:
        """Fold periods that nothing can change any more, and drop tallies that no window can reach."""
        if state.peaks:
            done = int((watermark - LATENESS_MAX_S) // self.period_s) - 2
            if min(state.peaks) < done:
                for period in sorted([period for period in state.peaks if period < done]):
                    state.shape, state.rate = self._remember(state.shape, state.rate, state.peaks.pop(period))
        if not state.tallies and not state.crowds:
            return
        oldest = self._oldest(watermark)
        if state.crowds:
            state.crowds = {end: crowd for end, crowd in state.crowds.items() if end >= oldest}
        forget(oldest, state.tallies)

    def _oldest(self, watermark: float) -> int:
        """Return the first bucket that a window of an event still to come can reach."""
        return int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1
