"""A site pushed at a patient pace: newcomers' links to one domain within six hours."""

from __future__ import annotations

from detectors.at_once import at_once, most_at_once
from detectors.base import Signal
from detectors.domain_push import ENOUGH, DomainPush
from detectors.newcomers import FIRST_DAY, NEWCOMERS, NewcomersSlow
from detectors.surprise import binomial
from detectors.window import WindowState
from schemas.event import Event


class DomainPushSlow(NewcomersSlow, DomainPush):
    """The same within six hours, for those who push it at a patient pace.

    Fires on some twenty accounts with hardly anybody else, on eight or a dozen as `domain_push`, and on seven taken
    ones, unless those of one hour are enough for `domain_push`. Judged by the quarter of an hour. Asks for
    fifty until three of the site's days are known: those who have posted there for years come for the first time, too.
    Fails where accounts are aged before use; over a whole day a mailing list's own page looks the same, since most who
    write to one write seldom.
    """

    name = "domain_push_slow"
    version = 8

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 7,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; None for a few that are no alert, since a list's own page is linked to by a few newcomers."""
        signal = super().score(event, state, key)
        if signal is None or signal.surprise >= self.hot_from:
            return signal
        return signal if self._count(state, int(event.time // self.step_s), event) >= ENOUGH else None

    def _usually(self, state: WindowState, end: int) -> float:
        """As in the base; while the site's days are not known, most who post are new to the stream, as on its first."""
        share = super()._usually(state, end)
        return share if self._usual(state, end) is not None else max(share, FIRST_DAY)

    def _mostly_at_once(self, state: WindowState, end: int) -> bool:
        """Tell whether those of one hour are most of a window, and enough for the detector of the hour."""
        window = self._window(state, end)
        share = min(self._share(state, end), NEWCOMERS)
        return at_once(window) and binomial(most := most_at_once(window), most, share) >= self.hot_from
