"""How the site-wide login detectors take in an attempt: sorted, with the hour's sums and the newest window kept up."""

from __future__ import annotations

from typing import ClassVar, cast

from detectors.login_habit import HOUR_S
from detectors.login_kit import kit
from detectors.login_site_past import LoginSitePast
from detectors.login_site_state import DAY_HOURS, SiteState, origin_of
from detectors.login_traffic import Sorted, Traffic, sort_in, sorted_in
from detectors.strange import strange
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event


class LoginSiteIntake(LoginSitePast):
    """Sorts attempts into the traffic, and looks at the windows in which they are; a site is asked for each."""

    steps: ClassVar[int] = 6

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        self._sort(event, tally, member)

    def _sort(self, event: Event, tally: Tally, member: str | None) -> Sorted:
        """Sort the attempt into the traffic, and name the accounts entered; return what it adds."""
        if member is None:
            if event.time > tally.last:  # noqa: PLR1730  # as `stretch`, without the call
                tally.last = event.time
            if event.time < tally.first:  # noqa: PLR1730
                tally.first = event.time
            return sort_in(event, tally, away=event.outcome is not False)  # remembered, and no member
        before = len(tally.members) << tally.level
        tally.seen(event.time, event.id)
        tally.member(member, event.time)
        _, _, novel, strangers, _ = sort_in(event, tally, away=True)
        return (len(tally.members) << tally.level) - before, 0, novel, strangers, ()

    def _crowded(self, event: Event, site: SiteState, bucket: int, tally: Tally) -> Sorted:
        """As `_sort`, where counts of crowded windows are kept."""
        before = sorted_in(tally)
        self.admit(event, site, bucket)
        after = sorted_in(tally)
        came = () if event.outcome is False and strange(event) else kit(event)[0]
        return after[0] - before[0], after[1] - before[1], after[2] - before[2], after[3] - before[3], came

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
        if found[4]:
            if (day := hour // DAY_HOURS) not in site.kits:
                site.kits[day] = {}
            usual = site.kits[day]
            for part in found[4]:
                usual[part] = usual[part] + 1.0 if part in usual else 1.0

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
