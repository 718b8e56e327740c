"""A sign-up farm that makes some accounts a day: what a week's sign-ups share over the whole site."""

from __future__ import annotations

from typing import ClassVar

from detectors.at_once import at_once
from detectors.signup_site import TRAITS, SignupSite, SignupSiteState
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

    def _traits(self, state: WindowState, end: int) -> list[float]:
        """Return the window's sign-ups, and those with each trait, of the hours that show nothing by themselves."""
        hours = [state.hours.get(hour) for hour in self._hours(end)] if isinstance(state, SignupSiteState) else []
        quiet = [counts for counts in hours if counts and self._surprise(counts, state, end) < self.hot_from]
        return [sum(column) for column in zip([0.0] * (1 + len(TRAITS)), *quiet, strict=True)]

    def _hours(self, end: int) -> range:
        """Return the hours of the window that ends with bucket `end`."""
        return range(self._known_to(end), int((end + 1) * self.step_s // HOUR_S))

    def _known_to(self, end: int) -> int:
        return int((end + 1 - self.steps) * self.step_s // HOUR_S)
