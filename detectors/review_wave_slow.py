"""Praise that is paid by the piece: newcomers' reviews of one thing over three days."""

from __future__ import annotations

from detectors.at_once import at_once
from detectors.newcomers import NewcomersSlow
from detectors.review_wave import EVENING_S, ReviewWave
from detectors.window import WindowState


class ReviewWaveSlow(NewcomersSlow, ReviewWave):
    """The same over three days, for praise that is paid by the piece and comes a few an hour.

    Fires on a score of newcomers with hardly a member among them where a good half of this site's reviewers are
    newcomers, on ten or a dozen where few are, or where few have just signed up as these have. Quiet where members
    review the thing as well, and where most come within six hours, which is for `review_wave` to see. Judged by the two
    hours. Fails where accounts are aged before use.
    """

    name = "review_wave_slow"
    steps = 36

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 8,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _mostly_at_once(self, state: WindowState, end: int) -> bool:
        """Tell whether a window is for the detector that looks at six hours."""
        return at_once(self._window(state, end), EVENING_S)
