"""How surprising it is to how many strangers a newcomer writes, by the site's own days."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.reworded import reworded
from detectors.site_days import LEAST
from detectors.site_spread import beyond
from detectors.site_told import SiteTold
from detectors.tally import Tally
from schemas.site_usual import SiteUsual

# 2026-11: by hand few people write to so many on their first day; where a thousand first days are known, the most of
# 999 in 1,000 is no guess either, and `least` are enough: of twelve made-up products' honest newcomers one reached ten.
BY_HAND, WELL_KNOWN = 20, 1000
PUT = "u"  # before a target where something was put


class FirstContactsJudged(SiteTold):
    """Base of `first_contacts`: weighs its windows."""

    def _surprise(self, window: Sequence[Tally], count: float, usual: SiteUsual) -> float:
        """Return that of those written to, or of the places where something was put, each beside its like."""
        members = {name for tally in window for name in tally.members}
        put = count * sum([name[0] == PUT for name in members]) / max(1, len(members))
        most = reworded(window, count)
        said, placed = min(count - put, most), min(put, most)
        return max(self._beyond(said, self.told(usual)), self._beyond(placed, self.put_usual(usual)))

    def told(self, usual: SiteUsual) -> tuple[int, int, int]:
        """Return what the site's own days say of a window as long as this one's."""
        return usual.hour

    def put_usual(self, usual: SiteUsual) -> tuple[int, int, int]:
        """Return the same of where newcomers put pictures and files."""
        return usual.uploads[0]

    def _beyond(self, count: float, told: tuple[int, int, int]) -> float:
        """Return the surprise of so many targets; 0 for few, or where too little is known.

        >>> from detectors.first_contacts import FirstContacts
        >>> round(FirstContacts()._beyond(31, (1000, 4, 7)), 3)
        6.0
        >>> [FirstContacts()._beyond(12, (known, 1, 2)) for known in (300, 1000)]
        [0.0, 7.0]
        """
        known, most, rare = told
        least = self.least if known >= WELL_KNOWN else max(self.least, BY_HAND)
        if known < LEAST or count <= rare or count < least:
            return 0.0
        return beyond(count, most, rare)
