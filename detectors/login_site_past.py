"""The windows of the site-wide login detectors, and what the site's past hours let one expect of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from detectors.base import LATENESS_MAX_S
from detectors.by_time import since
from detectors.login_habit import HOUR_S, Habit
from detectors.login_site_report import LoginSiteReport
from detectors.login_site_state import DAY_HOURS, PERIODS, TOLD, SiteState, origin_of
from detectors.login_site_window import SiteWindow
from detectors.tally import forget
from detectors.window import WindowState
from schemas.event import Event


class LoginSitePast(LoginSiteReport):
    """Distinct accounts of each window, and how many an ordinary one holds: by the hour's traffic and the habit."""

    _memo: tuple[tuple[float, ...], Habit] | None = None  # of the last question; never part of an answer
    _newest: SiteWindow | None = None  # nor is this ...
    _older: SiteWindow | None = None  # ... nor this, of the last window asked for that is not the newest

    def _ends(self, state: WindowState, bucket: int) -> Iterable[int]:
        """Return what the base does, but no window that ends with a bucket in which nothing strange was seen."""
        ends, tallies = super()._ends(state, bucket), state.tallies
        return [end for end in ends if (tally := tallies.get(end)) is None or tally.members or tally.marked]

    def _count(self, state: WindowState, end: int, event: Event | None = None) -> float:
        """Return the distinct accounts, at most as many as there are addresses: one address is for others to see.

        `event`: one more attempt, from a strange place.
        """
        site = cast("SiteState", state)
        window = self._shown(site, end)
        if window.exact:
            return window.count() if event is None else window.count_with(event)
        count = super()._count(state, end, event)
        if count <= 1:
            return count
        further = event is not None and not event.outcome and origin_of(event) not in window.origins
        return min(count, len(window.origins) + further)

    def _shown(self, state: SiteState, end: int) -> SiteWindow:
        """Return the window that ends with bucket `end`."""
        for window in (self._newest, self._older):
            if window is not None and window.end == end and window.state is state:
                return window
        window = SiteWindow(state, end, self.steps)
        if end >= state.newest:
            self._newest = window
        else:
            self._older = window
        return window

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        site = cast("SiteState", state)
        return self._expected(site, self._shown(site, end))

    def _expected(self, site: SiteState, window: SiteWindow) -> tuple[float, float]:
        """Return what an ordinary window with this traffic may hold."""
        now, known = window.now, window.expected
        if known is None or known[0] != now.own or known[1] != now.novel:
            hour = int(window.end * self.step_s // HOUR_S)
            past = self._habit_of(site, window).expect(hour, now, self.usual, self.burstiness)
            known = window.expected = now.own, now.novel, past
        return known[2]

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; what becomes hot tells in which period it lies (of a window's length), for the run to count.

        By their numbers alone, so that they are the same in whatever order attempts come.
        """
        if surprise < self.hot_from:
            return False
        for bucket in range(end - self.steps + 1, end + 1):
            period = f"{TOLD}{bucket // self.steps % PERIODS}"
            if (tally := state.tallies.get(bucket)) is not None and period not in (tally.extra or ()):
                tally.add(period)
        return super()._accuse(state, end, count, past, surprise)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many entries from new places, and of strangers, 1,000 hours hold as a rule."""
        site = cast("SiteState", state)
        return self._habit_of(site, self._shown(site, end)).hourly()

    def _habit_of(self, site: SiteState, window: SiteWindow) -> Habit:
        habit = window.habit
        if habit is None:
            habit = window.habit = self._habit(site, int(window.end * self.step_s // HOUR_S))
        return habit

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
        site.clients.forget(watermark)
        site.places.forget(watermark)
        site.fold_kits(int((watermark - LATENESS_MAX_S) // HOUR_S) // DAY_HOURS)
        oldest = int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1
        site.crowds = since(site.crowds, oldest)
        site.origins = since(site.origins, oldest)
        forget(oldest, site.tallies)
