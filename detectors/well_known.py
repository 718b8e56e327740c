"""Sites that a product's people have linked to for days: a ticket shop's, a calendar's, the product's own.

Who writes to many strangers to get something from them sends them to a site of his own, or to a messenger. An artist
who tells his followers where the tickets are, or a client who lets applicants choose a time, links to where others here
do. Whoever has just come, or is away from home, makes no site known.
"""

from __future__ import annotations

from msgspec import Struct, field

from detectors.contacts import hashed, today_of
from detectors.mailing import ACCUSTOMED
from detectors.marked_days import before, keep
from detectors.recurrence import DAY_S
from schemas.event import ELSEWHERE, NEW_ACCOUNT, NEW_TODAY, Event

PEOPLE = 10  # who have linked to it, on `ACCUSTOMED` days that are over: few campaigns last as long
DAYS_KEPT, A_DAY = 12, 8  # days with links, of each the lowest hashes
UNSETTLED = NEW_ACCOUNT | NEW_TODAY | ELSEWHERE


class Linkers(Struct, array_like=True):
    """`days`: who linked to a site on each, by hash (an ordered set). Some 20 bytes, at most 700."""

    days: dict[int, dict[int, int]] = field(default_factory=dict)

    def see(self, event: Event) -> None:
        """Note who links to the site."""
        # More days than are asked, since the two newest may not be over.
        keep(self.days, int(event.time // DAY_S), hashed(event.subject), A_DAY, DAYS_KEPT + 2)

    def many(self, time: float) -> bool:
        """Tell whether enough people have linked to it on days before."""
        over = before(self.days, today_of(time), DAYS_KEPT)
        return len(over) >= ACCUSTOMED and len({one for day in over for one in self.days[day]}) >= PEOPLE


def settled(event: Event) -> bool:
    """Tell whether a content with links is of an account of a day before, from where it was."""
    return not event.novel & UNSETTLED and bool(event.device or event.ip)
