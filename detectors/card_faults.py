"""Faults on the way to the issuer in words nobody knows: a reason new to the site that nearly all are refused with.

An attacker chooses his cards and not the words: what his are refused with, honest cards have been refused with before,
now and then. A new word for everybody at once is a fault, or a rule that the product has just put in force: that one
meets newcomers above all, a fault whoever pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from detectors.recurrence import DAY_S
from detectors.tally import Tally
from schemas.event import FRESH, NEW_ACCOUNT, NEW_HERE, Event

NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE
WHY, NEW, REFUSED = "why:", "of_newcomers", "refusals"
SLOTS = 4096  # of reasons, by hash: free text must not fill the state
KEPT = 32  # reasons of a day, the lowest slots
DAYS_KEPT = 28
DAYS_LEAST = 3  # with refusals, before a reason is new
SHOWN_LEAST = 60.0  # refusals before: one that is a tenth of them was on two of the days but for 2 in 100 sites
SELDOM = 0.1  # of these days, and one: faults come again, and go on past midnight
NEARLY_ALL = 0.8  # of the refusals meanwhile: the ordinary ones go on
NEWCOMERS_MOST = 0.5  # of those refused

Reasons = dict[int, tuple[int, ...]]  # by day


def note_reason(event: Event, tally: Tally) -> None:
    """Count a refusal by its reason, and whether a newcomer met it."""
    tally.add(f"{WHY}{_slot(event.reason)}")
    tally.add(REFUSED)
    if event.novel & NEWCOMER:
        tally.add(NEW)


def note_day(event: Event, told: Reasons) -> None:
    """Keep the reason of a refusal for its day."""
    day, slot = int(event.time // DAY_S), _slot(event.reason)
    known = told.get(day, ())
    if slot not in known:
        told[day] = tuple(sorted([*known, slot])[:KEPT])


def forget_days(told: Reasons, watermark: float) -> None:
    """Drop days that nothing asks for."""
    oldest = int(watermark // DAY_S) - DAYS_KEPT
    for day in [day for day in told if day < oldest]:
        del told[day]


def unfaulted(window: Sequence[Tally], told: Reasons, day: int, shown: float) -> list[Tally]:
    """Return the buckets of a window without those of a fault: all of them where there is none.

    `day` is the window's, whose earlier days speak; `shown`: how many refusals they had. Cost: a sum over the window's
    reasons, asked where there are enough to be weighed.
    """
    days = [slots for at, slots in told.items() if at < day]
    if len(days) < DAYS_LEAST or shown < SHOWN_LEAST:
        return list(window)
    for why in sorted({name for tally in window for name in tally.extra or () if name.startswith(WHY)}):
        slot = int(why[len(WHY) :])
        if sum([slot in slots for slots in days]) <= max(1.0, SELDOM * len(days)) and _fault(window, why):
            return [tally for tally in window if why not in (tally.extra or ())]
    return list(window)


def _fault(window: Sequence[Tally], why: str) -> bool:
    """Tell whether nearly all were refused with this reason where it was told at all, and not newcomers above all."""
    among = [tally.extra for tally in window if tally.extra and why in tally.extra]
    refused, same, new = (sum([extra.get(name, 0.0) for extra in among]) for name in (REFUSED, why, NEW))
    return same >= NEARLY_ALL * refused and new <= NEWCOMERS_MOST * refused


def told_alone(found: dict[str, float | int | str]) -> dict[str, float | int | str]:
    """Return evidence without the sums that are for this file only."""
    return {name: value for name, value in found.items() if not name.startswith(WHY) and name not in (NEW, REFUSED)}


def _slot(reason: str | None) -> int:
    return crc32((reason or "").lower().encode()) % SLOTS
