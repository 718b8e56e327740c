"""What newcomers' refused cards are compared with: the site's past, and how others fare just now."""

from __future__ import annotations

from math import sqrt
from typing import cast

from detectors.card_testing_newcomers_state import NewcomersState, Sums
from detectors.settled_window import OverWindow
from detectors.steps import HOUR_S
from detectors.window import WindowState

SHARE, SHARE_WEIGHT = 0.1, 20.0  # of newcomers' payments are refused for the card's sake, before anything is learned
SWING = 2.0  # times as many of those newcomers who are more than usual: a campaign, a country (as `signup_site`)
PRIOR_HOURS = 3.0
SHAPE_MOST = 10.0  # even on a busy site the share varies by a third: an issuer, a country that turns careful
OTHERS = 5.0  # refusals of known accounts that say nothing yet of an outage


class NewcomersPast(OverWindow):
    """Base of `card_testing_newcomers`: knows what so many payments of newcomers bring."""

    def _hours(self, end: int) -> range:
        """Return the hours of the window that ends with bucket `end`."""
        last = int(((end + 1) * self.step_s - 1) // HOUR_S)
        return range(last + 1 - max(1, int(self.window_s // HOUR_S)), last + 1)

    def _now(self, state: NewcomersState, end: int) -> Sums:
        """Return the sums over the window's hours."""
        seen = [state.hours[hour] for hour in self._hours(end) if hour in state.hours]
        return [sum([sums[index] for sums in seen]) for index in range(4)]

    def _known(self, state: NewcomersState, end: int) -> Sums:
        """Return what is remembered of the hours before the window's and the hour before those."""
        return state.before(self._hours(end)[0] - 1)

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return what such a day's newcomers bring, as many times more as other accounts are refused just now."""
        own = cast("NewcomersState", state)
        taken, refused, others, bad, weight = self._known(own, end)
        now = self._now(own, end)
        share, hours = (refused + SHARE * SHARE_WEIGHT) / (taken + SHARE_WEIGHT), self.window_s / HOUR_S
        beyond = max(0.0, now[0] - taken / max(weight, 1.0) * hours)
        level = (refused + self.usual * PRIOR_HOURS / hours) / (weight + PRIOR_HOURS) * hours
        usual = (bad + SHARE * SHARE_WEIGHT) / (others + SHARE_WEIGHT) * now[2]
        fault = max(1.0, (now[3] + OTHERS) / (usual + OTHERS))
        shape = min(SHAPE_MOST, self.burstiness + sqrt(refused))
        return shape, shape / (max(level, share * (now[0] + (SWING - 1) * beyond)) * fault)
