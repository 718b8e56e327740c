"""A sign-up farm that makes some accounts a day: what a week's sign-ups share over the whole site."""

from __future__ import annotations

from typing import ClassVar

from detectors.at_once import at_once
from detectors.signup_site import SignupSite, SignupSiteState
from detectors.signup_site_share import BOTH_LEAST, surprise_of
from detectors.steps import HOUR_S
from detectors.window import WindowState

WEEK_S = 7 * 86_400.0


class SignupSiteSlow(SignupSite):
    """As `signup_site`, over a week, against the share of the weeks before it.

    Fires on a few accounts a day with throw-away mail or drawn handles, day after day, whatever addresses and devices
    they come from. An hour that `signup_site` sees by itself is left out: what is slow is there without it. Fails where
    they are no more than twice the usual share, or the farm uses real mail domains and people's names.
    """

    name = "signup_site_slow"
    version = 5
    steps: ClassVar[int] = 28
    remembers_s: ClassVar[float] = WEEK_S

    def __init__(self, alert_at: float = 0.5, *, window_s: float = WEEK_S, least: float = 12,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where most came within an hour: that is for `signup_site` to see."""
        return 0.0 if at_once(self._window(state, end)) else super()._weigh(state, end, count, past)

    def _traits(self, state: WindowState, end: int, known: list[float]) -> list[float]:
        """Return the window's sign-ups, and those with each trait, without the hours that show them by themselves."""
        loud = [counts for counts in self._full(state, end) if surprise_of(counts, known) >= self.hot_from]
        return [whole - sum(less) for whole, *less in zip(super()._traits(state, end, known), *loud, strict=True)]

    def _full(self, state: WindowState, end: int) -> list[list[float]]:
        """Return the counts of the window's hours that hold enough with a trait to be looked at."""
        first, last = self._known_to(end), int((end + 1) * self.step_s // HOUR_S)
        hours = state.hours if isinstance(state, SignupSiteState) else {}
        full = [hour for hour, (_, mail, drawn) in hours.items() if mail >= BOTH_LEAST or drawn >= BOTH_LEAST]
        return [hours[hour] for hour in full if first <= hour < last]

    def _known_to(self, end: int) -> int:
        return int((end + 1 - self.steps) * self.step_s // HOUR_S)
