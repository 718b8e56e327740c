"""How many refusals go with the payments of a site, by the hours before, and how surprising more of them are."""

from __future__ import annotations

from math import sqrt

from detectors.card_faults import unfaulted
from detectors.card_testing_site_counted import RENEWALS, of_few, of_wave
from detectors.card_testing_site_state import PaymentState
from detectors.recurrence import DAY_S
from detectors.settled_window import OverWindow
from detectors.steps import HOUR_S
from detectors.surprise import gamma_poisson
from detectors.window import WindowState, accounts_of, distinct

PRIOR_HOURS = 3.0
SHARE, SHARE_WEIGHT = 0.1, 20.0  # of payments are refused for the card's sake, before anything is learned
SHAPE_MOST = 20.0
ALIVE = 0.3  # of the payments that usually go through: with fewer the processor is down, and refuses everybody
SEVERAL = 10  # accounts refused, below which it is for the others to see


class SitePayments(OverWindow):
    """Base of `card_testing_site`: by what a window of the site's payments is judged."""

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return what goes with the payments taken in the window, by the share refused in hours that are over."""
        taken, refused, weight = self._memory(state, int(end * self.step_s // HOUR_S))
        share = (refused + SHARE * SHARE_WEIGHT) / (taken + SHARE_WEIGHT)
        sums = [tally.extra or {} for tally in self._window(state, end)]
        now = sum([found.get("taken", 0.0) - found.get(RENEWALS, 0.0) for found in sums])
        level = (refused + self.usual * PRIOR_HOURS) / (weight + PRIOR_HOURS) * self.window_s / HOUR_S
        mean = max(level, share * now)
        shape = min(SHAPE_MOST, self.burstiness + sqrt(refused))
        return shape, shape / mean

    def _memory(self, state: WindowState, hour: int) -> tuple[float, float, float]:
        if not isinstance(state, PaymentState):
            return 0.0, 0.0, 0.0
        return state.before(hour - 1)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        taken, refused, weight = self._memory(state, int(end * self.step_s // HOUR_S))
        alive = max(1.0, ALIVE * taken / max(weight, 1.0) * self.step_s / HOUR_S)
        window = [tally for tally in self._window(state, end) if (tally.extra or {}).get("taken", 0.0) >= alive]
        if isinstance(state, PaymentState):
            window = unfaulted(window, state.reasons, int((end - self.steps + 1) * self.step_s // DAY_S), refused)
        if len(accounts_of(window)) < SEVERAL:
            return 0.0
        return gamma_poisson(distinct(window) - of_few(window) - of_wave(window) - 1, *past)
