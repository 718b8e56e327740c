"""What is noted of each report, and the crowd that some of them are."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from detectors.report_crowd import Crowd
from detectors.tally import Tally, sums_of
from schemas.event import JUST_POSTED, POSTED_LATELY, SETTLED_REPORTER, YOUNG_REPORTER, Event

POSTS_TOLD = 20  # new things reported on a site's own days: it tells what is posted, and what is not new is older
_SLOTS = 32
NAMED_MOST = 40  # characters of a reason that are told
YOUNG, SETTLED, OLDER, REASON, CONTENT = "by_young", "by_settled", "older", "reason:", "content:"
STALE = "stale"
GIVEN = "given:"  # a slot and the first reason by name that is in it


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


def crowd_of(window: Sequence[Tally]) -> Crowd:
    """Return what the reports of some tallies show."""
    sums, reports = sums_of(window, ""), sum([tally.n for tally in window])
    reasons = [amount for name, amount in sums.items() if name.startswith(REASON)]
    contents = [amount for name, amount in sums.items() if name.startswith(CONTENT)]
    young, settled, older, stale = (sums.get(name, 0.0) for name in (YOUNG, SETTLED, OLDER, STALE))
    given = sorted([name for name in sums if name.startswith(GIVEN)])
    agreed = given[0].split(":", 2)[2] if given and len(reasons) == 1 and _reason(None) not in sums else ""
    return Crowd(reports, young, settled, max(reasons, default=0.0), len(reasons), len(contents), older, agreed, stale,
                 max(contents, default=0.0))  # fmt: skip


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
