"""Stuffing and spraying over the whole site: many accounts fail in a short while, whatever addresses they fail from."""

from __future__ import annotations

from typing import ClassVar, cast

from detectors.base import Signal
from detectors.login_habit import HOUR_S
from detectors.login_site_past import LoginSitePast
from detectors.login_site_state import SiteState, origin_of
from detectors.login_traffic import Sorted, Traffic, sort_in, sorted_in
from detectors.own_fault import own_fault
from detectors.strange import strange, untold
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

FAILED, UNKNOWN, ENTERED = 0.3, 0.3, 0.2  # surprise of one strange attempt by itself: it ranks above a known one


class LoginSite(LoginSitePast):
    """Distinct accounts that failed from where they have never been, over all addresses, in a sliding window.

    Fires on an attacker with a new address for each attempt; stays quiet on a Monday morning, an outage of the login,
    a client that retries one account. An ordinary user's attempt during an attack scores 0; one from a new address
    scores by the share of such attempts that is in excess. Fails where the attack is smaller than the site's bursts.
    """

    name = "login_site"
    keyed_by = "site"
    kinds = ("account.login",)
    area = "account_security"
    state_type = SiteState
    steps: ClassVar[int] = 6

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

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        self._sort(event, tally, member)

    def _sort(self, event: Event, tally: Tally, member: str | None) -> Sorted:
        """Sort the attempt into the traffic, and name the accounts entered; return what it adds."""
        if member is None:
            tally.stretch(event.time)
            return sort_in(event, tally, away=event.outcome is not False)  # remembered, and no member
        before = len(tally.members) << tally.level
        tally.seen(event.time, event.id)
        tally.member(member, event.time)
        _, _, novel, strangers = sort_in(event, tally, away=True)
        return (len(tally.members) << tally.level) - before, 0, novel, strangers

    # The verbs: as in the base, and the hour's sums are kept.

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Merge the event, sum up the hour, look at the windows; True also where one must be judged once it is over."""
        site, away, failed = cast("SiteState", state), strange(event), event.outcome is False
        if not (failed or away) or own_fault(event):
            return False
        bucket = int(event.time // self.step_s)
        known, member = site.tallies.get(bucket), event.subject if failed and away else None
        tally = self.tally(site, bucket) if known is None else known
        told = bool(tally.members or tally.marked)
        found = self._sort(event, tally, member) if not site.crowds else self._crowded(event, site, bucket, tally)
        self._admitted(event, site, bucket, tally, member, found)
        if known is not None and (not away or (event.outcome and told and self._looked_at(site, bucket))):
            return tally.hot
        waited = bool(site.waiting)
        hot = self._view_newest(site, bucket, tally) if site.newest == bucket else self.refresh(site, bucket)
        return hot or tally.hot or (not waited and bool(site.waiting))

    def _crowded(self, event: Event, site: SiteState, bucket: int, tally: Tally) -> Sorted:
        """As `_sort`, where counts of crowded windows are kept."""
        before = sorted_in(tally)
        self.admit(event, site, bucket)
        after = sorted_in(tally)
        return after[0] - before[0], after[1] - before[1], after[2] - before[2], after[3] - before[3]

    def _admitted(self, event: Event, site: SiteState, bucket: int, tally: Tally, member: str | None,
                  found: Sorted) -> None:  # fmt: skip
        """Keep the hour's sums and the newest window up to date, and note where a strange attempt failed from."""
        window, self._older = self._newest, None
        if window is None or window.end != bucket or window.state is not site:
            window = self._newest = None
        else:
            window.now.count(found)
        if member is not None:
            origin = origin_of(event)
            site.origin(bucket, origin)
            if window is not None:
                window.admitted(tally, member, origin)
        hour = int(bucket * self.step_s // HOUR_S)
        sums = site.sums.get(hour)
        if sums is None:
            sums = site.sums[hour] = Traffic()
        sums.count(found)

    def _looked_at(self, state: SiteState, bucket: int) -> bool:
        """Tell whether an entry into the bucket, known to hold strange attempts, leaves all to say as it was."""
        if state.newest != bucket:
            return False
        if bucket in state.waiting:
            return True
        window = self._shown(state, bucket)
        return window.exact and window.count() < self.least

    def _view_newest(self, site: SiteState, end: int, tally: Tally) -> bool:
        """As `refresh`, where no window ends later."""
        if not (tally.members or tally.marked):
            return False
        window = self._shown(site, end)
        return self._view(site, end, window.count() if window.exact else self._count(site, end))

    def _view(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base; nothing is weighed below `least`."""
        period = int(end * self.step_s // self.period_s)
        if count > state.peaks.get(period, 0):
            state.peaks[period] = count
        return count >= self.least and self._enough(state, end, count) and self._heat(state, end, count)

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        """Accuse at once what is surprising whatever else goes on in the window."""
        site = cast("SiteState", state)
        window = self._shown(site, end)
        if (past := window.bears) is None:
            hour = int(end * self.step_s // HOUR_S)
            habit = self._habit_of(site, window)
            past = window.bears = habit.bear(hour, self.window_s / HOUR_S, self.usual, self.burstiness)
        return bool(past[1]) and self._accuse(site, end, count, past, gamma_poisson(count - 1, *past))

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise as far as it concerns this attempt; None where its owner's past explains it."""
        if not strange(event) or own_fault(event):
            return None
        site = cast("SiteState", state)
        surprise = self._judge(event, site)
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
