"""How usual changes on devices that came days before are on a site, beside those of two weeks (`LodgedDays`)."""

from __future__ import annotations

from detectors.by_time import since
from detectors.takeover_waited_days import WINDOW_DAYS, LodgedDays, judged, two_weeks
from detectors.takeover_waited_lodger import FACTOR_AWAY
from detectors.takeover_waited_seized import alone_by, later_by, seized_by
from detectors.takeover_waited_usual import FIRMLY, SHARE, SHARE_ALONE, SHARE_LATER, SHARE_OUT


class LodgedState(LodgedDays, array_like=True):
    """Adds what is usual on the site, by the days before two weeks."""

    def changes(self, day: int) -> int:
        """Return how many mail addresses were changed in these two weeks."""
        return sum([self.mails.get(at, 0) for at in two_weeks(day)])

    def changes_later(self, day: int) -> tuple[int, float]:
        """Return how many second factors were set in these two weeks; what share is paid from later."""
        number = sum([self.factors.get(at, 0) for at in two_weeks(day)])
        factors, often = self._before_later(day - WINDOW_DAYS)
        return number, (often + SHARE_LATER * FIRMLY) / (factors + FIRMLY)

    def _before_later(self, last: int) -> tuple[int, int]:
        """As `_before`, of second factors: each is of the day on which it was set, and paid from within three more."""
        factors, often = self.known_later
        older = sorted([at for at in self.factors if at <= last])
        if not older:
            return factors, often
        found = judged(self.done(range(older[0], last + 4)), later_by)
        mine = {name for at in older for name, one in self.days.get(at, {}).items() if FACTOR_AWAY in one.done}
        return factors + sum([self.factors[at] for at in older]), often + len(found.keys() & mine)

    def share(self, day: int, out: bool) -> float:
        """Return what share of mail changes is so by what is known of the site before the two weeks of a day.

        `out`: those paid out of within a day are so, too.
        """
        mails, often, paid_out = self._before(day - WINDOW_DAYS)
        usual, often = (SHARE + SHARE_OUT, often + paid_out) if out else (SHARE, often)
        return (often + usual * FIRMLY) / (mails + FIRMLY)

    def share_alone(self, day: int) -> float:
        """As `share`, of mail addresses changed on an unused device."""
        older = [at for at in self.mails if at <= day - WINDOW_DAYS]
        mails = self.known[0] + sum([self.mails[at] for at in older])
        return (self._alone(older) + SHARE_ALONE * FIRMLY) / (mails + FIRMLY)

    def _alone(self, older: list[int]) -> int:
        return self.known_alone + len(
            [one for at in older for one in self.days.get(at, {}).values() if alone_by(one.done) is not None]
        )

    def _before(self, last: int) -> tuple[int, int, int]:
        """Return what is known of the days until `last`, folded yet or not."""
        mails, often = self.known
        older = [at for at in self.mails if at <= last]
        found = [seized_by(each.done) for at in older for each in self.days.get(at, {}).values()]
        out = [one.out for one in found if one is not None]
        mails += sum([self.mails[at] for at in older])
        return mails, often + out.count(False), self.known_out + out.count(True)

    def forget(self, day: int) -> None:
        """Take days that no window holds that ends on one or later into what is usual."""
        oldest = day - WINDOW_DAYS
        if min([*self.mails, *self.factors], default=oldest + 1) > oldest:
            return
        self.known_later = self._before_later(oldest)
        self.factors = since(self.factors, oldest + 1)
        self.known_alone = self._alone([at for at in self.mails if at <= oldest])
        *known, self.known_out = self._before(oldest)
        self.known = (known[0], known[1])
        self.mails, self.days = since(self.mails, oldest + 1), since(self.days, oldest + 1)
