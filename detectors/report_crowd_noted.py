"""What is noted of each report, and the crowd that some of them are."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from detectors.report_crowd import Crowd
from detectors.report_harms import HARMS
from detectors.tally import Tally, sums_of
from schemas.event import (
    BOUGHT,
    HAS_PAYERS,
    JUST_POSTED,
    NEW_SELLER,
    POSTED_LATELY,
    SETTLED_REPORTER,
    WRITTEN_TO,
    YOUNG_REPORTER,
    Event,
)

POSTS_TOLD = 20  # new things reported on a site's own days: it tells what is posted, and what is not new is older
_SLOTS = 32
NAMED_MOST = 40  # characters of a reason that are told
YOUNG, SETTLED, OLDER, REASON, CONTENT = "by_young", "by_settled", "older", "reason:", "content:"
MOSTLY = 0.9  # of the reports are about one content, which is named then
STALE, PAID, PAYERS, WRITTEN, SELLER = "stale", "paid", "has_payers", "written_to", "new_seller"
HARM, REASONS_TOLD = "harm", 3
GIVEN = "given:"  # a slot and the first reason by name that is in it
NAMED = "named:"  # a slot and the first contents by name that are in it
LONGEST = 80  # characters of a content's name: of a longer one nothing is told
TOLD_APART = 2  # contents of a slot that are named: which of several it is nobody knows


def note(event: Event, tally: Tally) -> None:
    """Count a report by who makes it, why, and of what."""
    if event.novel & YOUNG_REPORTER:
        tally.add(YOUNG)
    elif event.novel & SETTLED_REPORTER:
        tally.add(SETTLED)
    for bit, what in ((BOUGHT, PAID), (HAS_PAYERS, PAYERS), (WRITTEN_TO, WRITTEN), (NEW_SELLER, SELLER)):
        if event.novel & bit:
            tally.add(what)
    told = event.site is not None and event.site.crowds[0] >= POSTS_TOLD
    if told and event.content_id is not None and not event.novel & JUST_POSTED:
        tally.add(OLDER)
        if not event.novel & POSTED_LATELY:
            tally.add(STALE)
    tally.add(_reason(event.reason))
    if event.reason:
        _name(event.reason, tally)
        if HARMS[event.reason]:
            tally.add(HARM)
    slot = _slot(event.content_id)
    tally.add(f"{CONTENT}{slot}")
    _name_content(event.content_id or "", slot, tally)


def crowd_of(window: Sequence[Tally]) -> Crowd:
    """Return what the reports of some tallies show."""
    sums, reports = sums_of(window, ""), sum([tally.n for tally in window])
    reasons = [amount for name, amount in sums.items() if name.startswith(REASON)]
    contents = [amount for name, amount in sums.items() if name.startswith(CONTENT)]
    young, settled, older, stale = (sums.get(name, 0.0) for name in (YOUNG, SETTLED, OLDER, STALE))
    given = sorted([name for name in sums if name.startswith(GIVEN)])
    agreed = given[0].split(":", 2)[2] if given and len(reasons) == 1 and _reason(None) not in sums else ""
    foremost, main = max(reasons, default=0.0), max(contents, default=0.0)
    paid, payers, written, seller = (sums.get(name, 0.0) for name in (PAID, PAYERS, WRITTEN, SELLER))
    what = _most_reported(sums) if main >= MOSTLY * reports else ""
    return Crowd(reports, young, settled, foremost, len(reasons), len(contents), older, agreed, stale, main, paid,
                 payers, written, what, seller, sums.get(HARM, 0.0), _commonest(sums))  # fmt: skip


def _commonest(sums: dict[str, float]) -> tuple[tuple[str, int], ...]:
    """Return the reasons given most often, with how often: of two in one slot the first by name stands for both."""
    names = {name.split(":", 2)[1]: name.split(":", 2)[2] for name in sums if name.startswith(GIVEN)}
    counts = [(round(amount), names.get(name.removeprefix(REASON), "")) for name, amount in sums.items()
              if name.startswith(REASON)]  # fmt: skip
    return tuple([(name, number) for number, name in sorted(counts, key=_most_first) if name][:REASONS_TOLD])


def _most_first(counted: tuple[int, str]) -> tuple[int, str]:
    number, name = counted
    return -number, name


def _most_reported(sums: dict[str, float]) -> str:
    """Return the content that most reports are about, where it is the only one known of its slot."""
    slot = max([(amount, name) for name, amount in sums.items() if name.startswith(CONTENT)])[1].removeprefix(CONTENT)
    begin = f"{NAMED}{slot}:"
    names = [name.removeprefix(begin) for name in sums if name.startswith(begin)]
    return names[0] if len(names) == 1 else ""


def _name_content(content: str, slot: int, tally: Tally) -> None:
    """Keep a content by name; of many in a slot the first in their own order, whichever came first."""
    begin, extra = f"{NAMED}{slot}:", tally.extra or {}
    name, size = begin + content, len(begin)
    if not content or name in extra or len(content) > LONGEST:
        return
    tally.add(name)
    known = [one for one in tally.extra or {} if one[:size] == begin]  # no call for each
    if len(known) > TOLD_APART:
        del (tally.extra or {})[max(known)]


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
