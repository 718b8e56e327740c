"""From where an account has always written to people, and which site it has always linked to: its mailings' customs.

A creator who has linked to an own site for weeks writes to all subscribers with that link; somebody who has written to
people from one desk day after day writes to all of them at once. Who takes an account comes from elsewhere and has a
link of his own; who makes accounts to write to strangers would have to use each for a week before. All that is kept
merges in any order, and only days that are over speak of an event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from detectors.contacts import MASS, MOST_TIMES, TIMES, Contacts, first_day, hashed, today_of
from detectors.mailing import ACCUSTOMED, FIRST
from detectors.mailing_sent import NOWHERE
from detectors.marked_days import before, keep
from detectors.recurrence import DAY_S
from schemas.event import ELSEWHERE, GREETING, Event

LINKED_DAYS, LINKED_SINCE = 3, 7  # earlier days on which all its domains were linked to, the first of them so long ago
LINKED_MOST = MASS * MOST_TIMES  # targets of a mailing with such a link: as of an account that has reached many twice
DAYS_KEPT, MARKS_KEPT = 12, 3  # days with links, of each the lowest hashes: who links to few sites has all of them
LINKED, MAILED = 2, 4  # in place of the place from which such a link went out, and of the product's own mailer
UNPLACED = frozenset({NOWHERE, LINKED, MAILED})


class Links(Struct, array_like=True):
    """`days`: the domains linked to on each, by hash (an ordered set). Some 100 bytes, at most 400."""

    days: dict[int, dict[int, int]] = field(default_factory=dict)

    def see(self, event: Event) -> None:
        """Note where a post sends its readers."""
        for domain in event.domains:  # more days than are asked, since the two newest may not be over
            keep(self.days, int(event.time // DAY_S), hashed(domain), MARKS_KEPT, DAYS_KEPT + 2)

    def of_old(self, event: Event) -> bool:
        """Tell whether all that a post links to was linked to on days before, and its sender is not away from home."""
        if len(self.days) <= LINKED_DAYS or event.novel & ELSEWHERE:
            return False
        today = today_of(event.time)
        return all([self._since(hashed(domain), today) for domain in event.domains])

    def _since(self, mark: int, today: int) -> bool:
        days = [day for day in before(self.days, today, DAYS_KEPT) if mark in self.days[day]]
        return len(days) >= LINKED_DAYS and days[0] <= today - LINKED_SINCE


def mailed(event: Event) -> int:
    """Return in place of a place whence the product's mailer sent a message; as a known link, if it leads nowhere.

    Who gets a receipt has mostly asked for it. But whoever wants strangers to read of a site or a number may fill in
    his own form for them, so that few such are believed; of a text that is not shown nobody knows.
    """
    mere = not (event.domains or event.contacts) and (event.fingerprints or event.novel & GREETING)
    return LINKED if mere else MAILED


def accustomed(contacts: Contacts, codes: Iterable[int], time: float, window_s: float) -> int:
    """Return how many of the hashed targets of a window (`codes`; not read in vain) the account's customs explain.

    From a place where it wrote to people on `ACCUSTOMED` earlier days: `FIRST`, or up to `TIMES` times as many as ever
    there, if these were `MASS` or more: where there are more, none. With a known link `LINKED_MOST`, by the product's
    mailer `FIRST`. An event adds at most what it adds to the window's count.
    """
    first = first_day(time, window_s)
    now = [targets for day, targets in contacts.days.items() if day >= first]
    most = _most(contacts.earlier(first))
    if not most and not any([mark in targets.values() for mark in (LINKED, MAILED) for targets in now]):
        return 0  # as of most who write to many strangers: it would take longer the more they are
    most |= {LINKED: LINKED_MOST, MAILED: FIRST}
    origins = Counter([_one([targets[code] for targets in now if code in targets]) for code in set(codes)])
    return sum([origins[place] for place, allowed in most.items() if origins[place] <= allowed])


def _one(origins: list[int]) -> int:
    """Return whence a target was written to; nowhere, if from several places."""
    return origins[0] if len(set(origins)) == 1 else NOWHERE


def _most(earlier: list[dict[int, int]]) -> dict[int, int]:
    """Return how many may be written to at once from each place that is customary; not by links or mailers."""
    days = Counter([place for places in earlier for place in places if place not in UNPLACED])
    often = {
        place: sum([places.get(place, 0) for places in earlier])
        for place, number in days.items()
        if number >= ACCUSTOMED
    }
    return {place: TIMES * number if number >= MASS else FIRST for place, number in often.items()}
