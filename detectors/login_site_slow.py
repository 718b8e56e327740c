"""Stuffing and spraying over the whole site at a patient pace: the same question over an hour."""

from __future__ import annotations

from typing import cast

from detectors.login_site import LoginSite
from detectors.login_site_state import SiteState
from detectors.window import WindowState
from schemas.event import Event

ENTERED_MOST = 3.0  # surprise: one in a thousand
STRETCHES_LEAST = 4  # stretches of five minutes in which strange accounts fail


class LoginSiteSlow(LoginSite):
    """As `login_site`, over an hour: an attempt now and then, each from a new address, adds up.

    Names who got in on the attack's own addresses, where a few accounts were tried on each (`login_places`). Quiet on
    apps that try an old password again every few hours, each on its owner's device (`login_clients`). Fails where the
    attack is smaller than a third or so of what fails from new addresses in an ordinary hour.
    """

    name = "login_site_slow"
    version = 6
    steps = 12
    forgives = True

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """Leave what comes within a few minutes to `LoginSite`."""
        if count < self.least:
            return False
        if end in cast("SiteState", state).waiting:  # it was so before, and nothing is taken away meanwhile
            return True
        spread = sum([bool(tally.members) for tally in self._window(state, end)]) >= STRETCHES_LEAST
        return spread and super()._enough(state, end, count)

    def _judge(self, event: Event, site: SiteState) -> float:
        """As in the base, faint below the threshold: two or three an hour coincide all the time, and mean nothing.

        A success is never more than suspect: among an hour's entries too many are honest.
        """
        surprise = super()._judge(event, site)
        if event.outcome:
            return min(surprise, ENTERED_MOST)
        return surprise * min(1.0, surprise / self.hot_from)

    def _share(self, event: Event, state: WindowState, count: float, mean: float) -> float:
        """As in the base, but nothing for who comes when the attack has paused: three of its gaps after the last."""
        end = int(event.time // self.step_s)
        before, now, last = state.tallies.get(end - 1), state.tallies.get(end), 0.0
        if now is not None:
            last = now.last
        if before is not None and before.last > last:
            last = before.last
        paused = event.time - last > 3 * self.window_s / max(count, 1.0)
        return 0.0 if paused else super()._share(event, state, count, mean)
