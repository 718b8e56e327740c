"""Stuffing and spraying over the whole site: many accounts fail in a short while, whatever addresses they fail from."""

from __future__ import annotations

from typing import ClassVar, cast

from detectors.base import Signal
from detectors.login_site_intake import LoginSiteIntake
from detectors.login_site_state import SiteState
from detectors.own_fault import own_fault
from detectors.strange import strange, untold
from detectors.surprise import gamma_poisson, to_score
from detectors.window import WindowState
from schemas.event import JUST_JOINED, NEW_DEVICE, NEW_IP, Event

FAILED, UNKNOWN, ENTERED = 0.3, 0.3, 0.2  # surprise of one strange attempt by itself: it ranks above a known one


class LoginSite(LoginSiteIntake):
    """Distinct accounts that failed from where they have never been, over all addresses, in a sliding window.

    Fires on an attacker with a new address for each attempt; stays quiet on a Monday morning, an outage of the login,
    a client that retries one account. An ordinary user's attempt during an attack scores 0; one from a new address
    scores by the share of such attempts that is in excess. Fails where the attack is smaller than the site's bursts.
    """

    name = "login_site"
    version = 4
    keyed_by = "site"
    kinds = ("account.login",)
    area = "account_security"
    state_type = SiteState
    forgives: ClassVar[bool] = False  # whether a client that comes again to its account counts as one at home

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 60.0, least: float = 4,
                 usual: float = 0.05, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count accounts that failed, or passed the password and failed the second factor, from a strange place."""
        return event.subject if event.outcome is False and strange(event) and not own_fault(event) else None

    def remembers(self, event: Event) -> bool:
        """Note failures, and successes from new addresses; a success from a known one says nothing here."""
        return strange(event) if event.outcome is not False else not own_fault(event)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Merge the event, sum up the hour, look at the windows; True also where one must be judged once it is over."""
        site: SiteState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        novel, failed = event.novel, event.outcome is False
        # As `strange`, which would be a call an event.
        away = not novel & JUST_JOINED and (event.device is None or bool(novel & NEW_DEVICE))
        away = away and (event.ip is None or bool(novel & NEW_IP))
        if own_fault(event) if failed else not away:
            return False
        if self.forgives and failed and away and event.device is not None:
            away = not site.clients.again(event)
            site.clients.note(event)
        if self.forgives and away:
            site.places.note(event)
        bucket = int(event.time // self.step_s)
        known, member = site.tallies.get(bucket), event.subject if failed and away else None
        tally = self.tally(site, bucket) if known is None else known
        blank = not (tally.members or tally.marked)
        found = (
            self._sort(event, tally, member)
            if not site.crowds or (failed and not away)
            else self._crowded(event, site, bucket, tally)
        )
        self._admitted(event, site, bucket, tally, member, found)
        if known is not None and (not away or (event.outcome and not blank and self._looked_at(site, bucket))):
            return tally.hot
        first = not site.waiting
        hot = self._view_newest(site, bucket, tally) if site.newest == bucket else self.refresh(site, bucket)
        return hot or tally.hot or (first and bool(site.waiting))

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise as far as it concerns this attempt; None where its owner's past explains it."""
        if not strange(event) or (event.outcome is False and own_fault(event)):
            return None
        site = cast("SiteState", state)
        surprise = self._judge(event, site)
        if self.forgives and surprise > FAILED + UNKNOWN and event.device is not None and not event.outcome:
            surprise = 0.0 if site.clients.again(event) else surprise
        return Signal(self.name, self.version, key, to_score(surprise), site.habit.rate > 0, surprise)

    def _judge(self, event: Event, site: SiteState) -> float:
        end, window = int(event.time // self.step_s), self._newest
        if window is None or window.end != end or window.state is not site:
            window = self._shown(site, end)
        count = window.count_with(event) if window.exact else self._count(site, end, event)
        floor = ENTERED if event.outcome else FAILED + UNKNOWN * (event.reason == "unknown_user")
        if count <= 1 or (event.outcome and untold(event)):  # nothing to weigh, or to tell this entry by
            return floor
        intruders = self._habit_of(site, window).intruders(window.now) if event.outcome else 1.0
        if intruders <= 0.0:  # as for most entries: honest traffic explains them all
            return floor
        shape, rate = self._expected(site, window)
        surprise = gamma_poisson(count - 1, shape, rate)
        share = self._share(event, site, count, shape / rate)
        return floor + surprise * (share * intruders) if share > 0.0 else floor

    def _share(self, event: Event, state: WindowState, count: float, mean: float) -> float:
        """Return how much of the window's surprise the attempt deserves."""
        return 1.0 - mean / max(count, 1.0)
