"""Stuffing and spraying over the whole site: many accounts fail in a short while, whatever addresses they fail from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, cast

from detectors.base import LATENESS_MAX_S, Signal
from detectors.login_habit import HOUR_S, Habit
from detectors.login_site_report import LoginSiteReport
from detectors.login_site_state import SiteState, origin_of
from detectors.login_site_window import SiteWindow
from detectors.login_traffic import Sorted, Traffic, sort_in, sorted_in
from detectors.strange import strange
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

FAILED, UNKNOWN, ENTERED = 0.3, 0.3, 0.2  # surprise of one strange attempt by itself: it ranks above a known one


class LoginSite(LoginSiteReport):
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
        self._memo: tuple[tuple[float, ...], Habit] | None = None  # of the last question; never part of an answer
        self._newest: SiteWindow | None = None  # nor is this

    def member(self, event: Event) -> str | None:
        """Count accounts that failed, or passed the password and failed the second factor, from a strange place."""
        return event.subject if event.outcome is False and strange(event) else None

    def remembers(self, event: Event) -> bool:
        """Note failures, and successes from new addresses; a success from a known one says nothing here."""
        return event.outcome is False or strange(event)

    def note(self, event: Event, tally: Tally) -> None:
        """Sort the attempt into the traffic, and name the accounts entered."""
        sort_in(event, tally)

    # The verbs: as in the base, and the hour's sums are kept.

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Merge the event, sum up the hour, look at the windows; True also where one must be judged once it is over."""
        site = cast("SiteState", state)
        if not self.remembers(event):
            return False
        bucket = int(event.time // self.step_s)
        new = bucket not in site.tallies
        tally = self.tally(site, bucket)
        told, before = bool(tally.members or tally.marked), sorted_in(tally)
        self.admit(event, site, bucket)
        site.origin(bucket, event)
        window = self._newest
        if window is not None and window.holds(site, bucket):
            window.admitted(tally, self.member(event), origin_of(event))
        else:
            self._newest = None
        self._sum(site, bucket, before, sorted_in(tally))
        if not new and (not strange(event) or (event.outcome and told and self._looked_at(site, bucket))):
            return tally.hot
        waited = bool(site.waiting)
        return self.refresh(site, bucket) or (not waited and bool(site.waiting))

    def _looked_at(self, state: SiteState, bucket: int) -> bool:
        """Tell whether an entry into the bucket, known to hold strange attempts, leaves all to say as it was."""
        if state.newest != bucket:
            return False
        window = self._shown(state, bucket)
        return bucket in state.waiting or (window.exact and window.count(None, None) < self.least)

    def _ends(self, state: WindowState, bucket: int) -> Iterable[int]:
        """Return what the base does, but no window that ends with a bucket in which nothing strange was seen."""
        ends, tallies = super()._ends(state, bucket), state.tallies
        return [end for end in ends if (tally := tallies.get(end)) is None or tally.members or tally.marked]

    def _count(self, state: WindowState, end: int, event: Event | None = None) -> float:
        """Return the distinct accounts, at most as many as there are addresses: one address is for others to see."""
        site, member, origin = cast("SiteState", state), None, None
        if event is not None and event.outcome is False:
            member, origin = self.member(event), origin_of(event)
        window = self._shown(site, end)
        if window.exact:
            return window.count(member, origin)
        count = super()._count(state, end, event)
        if count <= 1:
            return count
        return min(count, len(window.origins) + (origin is not None and origin not in window.origins))

    def _shown(self, state: SiteState, end: int) -> SiteWindow:
        """Return the window that ends with bucket `end`."""
        window = self._newest
        if window is None or not window.holds(state, end):
            window = self._newest = SiteWindow(state, end, self._window(state, end), self.steps)
        return window

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        """Accuse at once what is surprising whatever else goes on in the window."""
        site, hour = cast("SiteState", state), int(end * self.step_s // HOUR_S)
        past = self._habit(site, hour).bear(hour, self.window_s / HOUR_S, self.usual, self.burstiness)
        return bool(past[1]) and self._accuse(site, end, count, past, gamma_poisson(count - 1, *past))

    def _sum(self, state: SiteState, bucket: int, before: Sorted, after: Sorted) -> None:
        hour = int(bucket * self.step_s // HOUR_S)
        sums = state.sums.get(hour)
        if sums is None:
            sums = state.sums[hour] = Traffic()
        sums.strange += after[0] - before[0]
        sums.own += after[1] - before[1]
        sums.novel += after[2] - before[2]

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise as far as it concerns this attempt; None where its owner's past explains it."""
        if not strange(event):
            return None
        surprise, warm = self._judge(event, state), cast("SiteState", state).habit.rate > 0
        return Signal(self.name, self.version, key, to_score(surprise), warm, surprise)

    def _judge(self, event: Event, state: WindowState) -> float:
        site, end = cast("SiteState", state), int(event.time // self.step_s)
        count = self._count(site, end, event)
        floor = ENTERED if event.outcome else FAILED + UNKNOWN * (event.reason == "unknown_user")
        if count <= 1:  # as most of the time: nothing to weigh
            return floor
        hour = int(end * self.step_s // HOUR_S)
        habit, now = self._habit(site, hour), self._shown(site, end).traffic()
        shape, rate = habit.expect(hour, now, self.usual, self.burstiness)
        surprise = gamma_poisson(count - 1, shape, rate)
        share = max(0.0, self._share(event, state, count, shape / rate))
        if event.outcome and share:
            share *= habit.intruders(now)
        return floor + surprise * share

    def _share(self, event: Event, state: WindowState, count: float, mean: float) -> float:
        """Return how much of the window's surprise the attempt deserves."""
        return 1.0 - mean / max(count, 1.0)

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        site, hour = cast("SiteState", state), int(end * self.step_s // HOUR_S)
        now = self._shown(site, end).traffic()
        return self._habit(site, hour).expect(hour, now, self.usual, self.burstiness)

    def _habit(self, state: SiteState, hour: int) -> Habit:
        """Return the memory of the hours that ended at least one full hour before this one began."""
        closed = [old for old in state.sums if old < hour - 1]
        sign = (hour, state.habit.rate, state.habit.shape, *[state.peaks.get(old, 0.0) for old in closed])
        if self._memo is None or self._memo[0] != sign:
            habit = state.habit.copy()
            for old in sorted(closed):
                self._close(habit, state, old)
            self._memo = (sign, habit)
        return self._memo[1]

    def _close(self, habit: Habit, state: SiteState, hour: int) -> None:
        habit.learn(hour, state.peaks.get(hour, 0.0), state.sums[hour], self.usual, self.burstiness)

    def prune(self, state: WindowState, watermark: float) -> None:
        """Fold the hours that nothing can change any more, and drop tallies that no window can reach."""
        site = cast("SiteState", state)
        self.settle(site, watermark)
        done = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
        for hour in sorted(old for old in site.sums if old < done):
            self._close(site.habit, site, hour)
            del site.sums[hour]
            site.peaks.pop(hour, None)
        oldest = int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1
        site.crowds = {end: crowd for end, crowd in site.crowds.items() if end >= oldest}
        site.origins = {bucket: origins for bucket, origins in site.origins.items() if bucket >= oldest}
        for index in [i for i, tally in site.tallies.items() if i < oldest and not tally.hot]:
            del site.tallies[index]
