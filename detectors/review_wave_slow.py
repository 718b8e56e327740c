"""Praise that is paid by the piece: newcomers' reviews of one thing over three days, or over a fortnight."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.at_once import at_once
from detectors.base import Finding
from detectors.newcomers import NewcomersSlow
from detectors.newcomers_site import SHARE_LEAST
from detectors.recurrence import DAY_S
from detectors.review_wave import EVENING_S, ReviewWave
from detectors.review_wave_idle import IDLE, IdleWords, idle
from detectors.review_wave_used import counts_of
from detectors.several_windows import SeveralWindows
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import BOUGHT, Event


class ReviewWaveSlow(SeveralWindows, IdleWords, NewcomersSlow, ReviewWave):
    """The same over three days, for praise that is paid by the piece and comes a few an hour.

    Fires on a score of newcomers with hardly a member among them where a good half of this site's reviewers are
    newcomers, on ten or a dozen where few are, or where few have just signed up as these have. Over fifteen days on ten
    and more that signed up within the week before, used nothing and reviewed one thing, days apart, where at most half
    as many others did. Quiet where members review the thing as well, and where most come within six hours, which is for
    `review_wave` to see. Judged by the two hours. Fails where accounts are aged before use; over fifteen days where
    each uses something first. Takes for bought a thing for which alone, on its site, people open accounts just to
    review it.
    """

    name = "review_wave_slow"
    version = 7
    steps = 36
    windows = 5  # fifteen days

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 8,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self.reach_s += (self.windows - 1) * window_s  # so far back the long window makes a bucket hot

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; note who is idle, and has not bought what it reviews."""
        super().note(event, tally)
        if event.novel & (IDLE | BOUGHT) == IDLE:
            tally.carry(event.subject, event.time)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base; so does a bucket with idle accounts wait if the long window that it ends holds enough."""
        if count >= self.least:
            return super()._enough(state, end, count)
        tally = state.tallies.get(end)
        if tally is None or not tally.carried or len(idle(self._long(state, end)).names) < self.least:
            return False
        return super()._enough(state, end, self.least)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return what the window shows, or the long one, if that is more."""
        return max(super()._weigh(state, end, count, past), self._of_idle(state, end, self._long(state, end)))

    def _of_idle(self, state: WindowState, end: int, window: Sequence[Tally]) -> float:
        """Return the surprise of so many idle accounts, beside what three days bring of newcomers of any sort.

        The thing's own past would be what these accounts did in the days before.
        """
        found, usual = idle(window), self._usual(state, end)
        if usual is None or len(found.names) < self.least or not found.alone(self.window_s):
            return 0.0
        prior = self.burstiness, self.burstiness / self.usual
        return self._of_so_many(found.everybody, len(found.names), max(SHARE_LEAST, usual.made), prior)

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; where the long window shows more, those of its buckets become hot that hold idle accounts."""
        window = self._long(state, end)
        if surprise < self.hot_from or not surprise == self._of_idle(state, end, window):
            return super()._accuse(state, end, count, past, surprise)
        found, (share, _, made, *_, used) = idle(window), self._detail(state, end)
        many = len(found.names)
        detail = (
            share,
            many,
            made,
            *counts_of(window),
            used,
            many,
            found.everybody,
            round(self.windows * self.window_s / DAY_S),
        )
        for tally in window:
            if tally.carried:
                tally.hot = True
                tally.crest(many, 1 + self.usual, surprise, detail)
        return True

    def _mostly_at_once(self, state: WindowState, end: int) -> bool:
        """Tell whether a window is for the detector that looks at six hours."""
        return at_once(self._window(state, end), EVENING_S)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name the idle accounts alone, where it is of these."""
        found, told = super().explain(run, state, key), self.told_of(run)
        return found.naming(told) if told else found
