"""What a crowd that reports one account shows of itself: how new its accounts are, how many reasons and contents.

A crowd that was sent has often been made for it: on the made-up products of which sign-ups are known, of twelve
brigades on one account nine had six or more accounts of the last week, of nine honest crowds none had one. People
of long standing who report one content once each, for several reasons, are an opinion: so were six of those nine.
A brigade may agree on several reasons, too: hence it makes an alert low, and quiet never. Who comes upon a thing by
himself does so when it is new (`detectors.just_posted`): many at once at something of an earlier day are no opinion.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from detectors.just_posted import JUST_S
from detectors.profile import SETTLE_S
from detectors.surprise import binomial
from detectors.tally import Tally
from schemas.event import JUST_POSTED, POSTED_LATELY, SETTLED_REPORTER, YOUNG_REPORTER, Event

YOUNG_USUAL = 0.2  # of who is active on a product that doubles within a month; an older product has far fewer
TELLING = 2.0  # one crowd in a hundred has so many by chance: before that, nothing is said of it
SETTLED_LEAST = 0.8  # of an opinion's reports are by accounts known to be older
REASON_MOST = 2 / 3  # of them give one reason
ONCE_MOST = 1.25  # reports a head
POSTS_TOLD = 20  # new things reported on a site's own days: it tells what is posted, and what is not new is older
SCATTERED_REASONS, SCATTERED_MOST = 5, 2 / 5  # of 33 mobs none gave more than three
OPINION_LEAST = 12  # people: of fewer, that they give several reasons says little
_SLOTS = 32
NAMED_MOST = 40  # characters of a reason that are told
# A sign-up so shortly before a report may come after it (`pipeline.reporter_ages`), and so it is never said.
_UNTOLD = f"; of the others it is not known, or they signed up less than {SETTLE_S / 60:.0f} min before they reported"
YOUNG, SETTLED, OLDER, REASON, CONTENT = "by_young", "by_settled", "older", "reason:", "content:"
STALE = "stale"
GIVEN = "given:"  # a slot and the first reason by name that is in it


class Crowd(NamedTuple):
    """Reports, those by accounts of the last week, by older ones, those of the commonest reason; reasons, contents.

    `older`: those of something known not to be new; `stale`: those of them about what is more than a day old, or may
    be; `agreed`: the reason, where all give one, and it is one.
    """

    reports: int
    young: float
    settled: float
    foremost: float
    reasons: int
    contents: int
    older: float = 0.0
    agreed: str = ""
    stale: float = 0.0

    def heads_young(self, heads: float) -> int:
        """Return how many of so many people have just signed up."""
        return round(heads * self.young / self.reports) if self.reports else 0

    def surprise(self, heads: float) -> float:
        """Return the surprise of so many new accounts among so many people; 0 where it says little."""
        found = binomial(int(heads), self.heads_young(heads), YOUNG_USUAL)
        return found if found >= TELLING else 0.0

    def scattered(self, heads: float) -> bool:
        """Tell whether people give so many reasons that nobody can have said to them what is wrong; none of them young.

        >>> Crowd(14, 1.0, 12.0, 3.0, 6, 1).scattered(14), Crowd(14, 0.0, 14.0, 7.0, 6, 1).scattered(14)
        (True, False)
        """
        apart = self.foremost <= SCATTERED_MOST * self.reports and self.reports <= ONCE_MOST * heads
        return self.reasons >= SCATTERED_REASONS and apart and not self.surprise(heads)

    def opinion(self, heads: float) -> bool:
        """Tell whether it looks as if each had come to it alone."""
        apart = self.foremost <= REASON_MOST * self.reports and self.reports <= ONCE_MOST * heads
        alone = apart and self.contents == 1 and 2 * self.stale <= self.reports
        return heads >= OPINION_LEAST and alone and self.settled >= SETTLED_LEAST * self.reports

    def settled_apart(self, heads: float) -> bool:
        """Tell whether people of long standing report one content once each, for whatever reasons.

        >>> Crowd(21, 0.0, 21.0, 21.0, 1, 1, 21.0, "unsafe").settled_apart(21)
        True
        """
        once = self.contents == 1 and self.reports <= ONCE_MOST * heads
        return heads >= OPINION_LEAST and once and self.settled >= SETTLED_LEAST * self.reports


def note(event: Event, tally: Tally) -> None:
    """Count a report by who makes it, why, and of what."""
    if event.novel & YOUNG_REPORTER:
        tally.add(YOUNG)
    elif event.novel & SETTLED_REPORTER:
        tally.add(SETTLED)
    told = event.site is not None and event.site.crowds[0] >= POSTS_TOLD
    if told and event.content_id is not None and not event.novel & JUST_POSTED:
        tally.add(OLDER)
        if not event.novel & POSTED_LATELY:
            tally.add(STALE)
    tally.add(_reason(event.reason))
    if event.reason:
        _name(event.reason, tally)
    tally.add(f"{CONTENT}{crc32((event.content_id or '').encode()) % _SLOTS}")


def crowd_of(window: Iterable[Tally]) -> Crowd:
    """Return what the reports of some tallies show."""
    sums: dict[str, float] = {}
    reports = 0
    for tally in window:
        reports += tally.n
        for name, amount in (tally.extra or {}).items():
            sums[name] = sums.get(name, 0.0) + amount
    reasons = [amount for name, amount in sums.items() if name.startswith(REASON)]
    contents = sum([name.startswith(CONTENT) for name in sums])
    young, settled, older, stale = (sums.get(name, 0.0) for name in (YOUNG, SETTLED, OLDER, STALE))
    given = sorted([name for name in sums if name.startswith(GIVEN)])
    agreed = given[0].split(":", 2)[2] if given and len(reasons) == 1 and _reason(None) not in sums else ""
    return Crowd(reports, young, settled, max(reasons, default=0.0), len(reasons), contents, older, agreed, stale)


def _slot(given: str | None) -> int:
    return crc32((given or "").encode()) % _SLOTS


def _reason(given: str | None) -> str:
    return f"{REASON}{_slot(given)}"


def _name(given: str, tally: Tally) -> None:
    """Keep a reason by name; of several in a slot the first in their own order, whichever came first."""
    extra, begin = tally.extra or {}, f"{GIVEN}{_slot(given)}:"
    known = [name for name in extra if name.startswith(begin)]
    name = begin + given[:NAMED_MOST]
    if not known or name < known[0]:
        for one in known:
            del extra[one]
        tally.add(name)


def told(crowd: Crowd, heads: float, *, alone: bool = False) -> str:
    """Say what a crowd shows of itself: how new its accounts are, as far as sign-ups are known, and what it agrees on.

    `alone`: nothing says that they were sent.

    >>> told(Crowd(9, 0.0, 0.0, 9.0, 1, 1, 9.0, agreed="fraud"), 9)
    ' All give one reason (fraud), and none is about what was posted within 4 h before.'
    >>> told(Crowd(21, 0.0, 21.0, 21.0, 1, 1, 9.0, agreed="unsafe"), 21, alone=True)
    ' All report one content, once each, and hardly one is a new account. All give one reason (unsafe).'
    """
    if not crowd.agreed:
        return _ages(crowd, heads, alone)
    older = f", and none is about what was posted within {JUST_S / 3600:.0f} h before"
    return f"{_ages(crowd, heads, alone)} All give one reason ({crowd.agreed}){older * (crowd.older >= crowd.reports)}."


def _ages(crowd: Crowd, heads: float, alone: bool = False) -> str:
    """Say how new the accounts of a crowd are.

    >>> _ages(Crowd(16, 10.0, 6.0, 16.0, 1, 2), 16)
    ' Of 16 reporters 10 had signed up within the week before, 6 longer ago.'
    >>> _ages(Crowd(39, 0.0, 39.0, 30.0, 2, 1), 39)
    ' All 39 reporters had signed up longer ago than within the week before.'
    >>> _ages(Crowd(16, 0.0, 16.0, 8.0, 3, 1), 16)
    ' All report one content, once each, for 3 reasons, and hardly one is a new account.'
    >>> _ages(Crowd(42, 18.0, 16.0, 12.0, 2, 1, 21.0), 21)
    ' Of 21 reporters about 9 had signed up within the week before, about 8 longer ago; of the others it is not known,\
 or they signed up less than 5 min before they reported.'
    >>> _ages(Crowd(70, 70.0, 0.0, 70.0, 1, 9), 17)
    ' All 17 reporters had signed up within the week before.'
    >>> _ages(Crowd(21, 0.0, 0.0, 12.0, 2, 1, 21.0), 21)
    ''
    """
    if (crowd.opinion(heads) or alone) and not crowd.surprise(heads):
        reasons = f", for {crowd.reasons} reasons" if crowd.reasons > 1 else ""
        return f" All report one content, once each{reasons}, and hardly one is a new account."
    if not crowd.young and not crowd.settled:
        return ""
    young, settled = crowd.heads_young(heads), round(heads * crowd.settled / crowd.reports)
    if max(young, settled) >= heads:
        return (
            f" All {heads:.0f} reporters had signed up {'longer ago than ' * (settled >= heads)}within the week before."
        )
    about = "" if crowd.reports == heads else "about "
    older = f", {about}{settled} longer ago" if settled else ""
    others = _UNTOLD if young + settled < heads else ""  # days after that week as well
    new = f"{about}{young}" if young else "none"
    return f" Of {heads:.0f} reporters {new} had signed up within the week before{older}{others}."
