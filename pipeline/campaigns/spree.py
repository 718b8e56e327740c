"""Whether accounts that have nothing in common are one attacker's all the same: there were hardly any before. Pure.

Who tries stolen cards with a new account, device and address each time leaves nothing by which they could be joined.
But where such an account is found once in weeks, three within hours are not three people's. Their findings are joined
if one begins within hours of the next, and there are ten times as many of them in a day as usual: of the whole, no more
than one in ten can have come anyway. Two of them join nothing, nor do any on a site of which only days are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.campaigns.sides import Side
from pipeline.campaigns.timing import DAY_S

AREA = "payment_fraud"  # who takes accounts over, or abuses them, comes in many gangs at once
NEXT_S = 6 * 3600.0  # 2026-11: as a tester goes on from one account to the next within a working day
LEAST = 3
FOLD = 10.0  # no more than one in so many can have come anyway
BEFORE_S = 28 * DAY_S  # whole weeks
SLOT_S = 600.0  # attacks of one area that begin within it are counted once
ALONE = " alone"  # after an area's name: those of them about one account
Slots = Mapping[str, Mapping[int, int]]


def alike(mine: Side, sides: Mapping[str, Side]) -> Iterator[str]:
    """Yield the findings of the same detector on other accounts that began within hours of it."""
    if not joins(mine):
        return
    name, mode = _detector(mine), mine.mode
    for key, other in sides.items():
        if other is not mine and joins(other) and abs(other.first - mine.first) <= NEXT_S:
            if other.about != mine.about and other.mode == mode and _detector(other) == name:
                yield key


def joins(one: Side) -> bool:
    """Tell whether a finding may be one of a spree: about one account that paid."""
    return one.lone and one.area == AREA


def unusual(found: Sequence[Side], slots: Slots) -> bool:
    """Tell whether so many accounts are too many for chance; `slots` as in `usual`."""
    accounts = len({one.about for one in found})
    if accounts < LEAST:
        return False
    first, last = min(one.first for one in found), max(one.first for one in found)
    return accounts / max(1.0, (last - first) / DAY_S) >= FOLD * usual(first, AREA, slots)


def usual(first: float, area: str, slots: Slots) -> float:
    """Return how many findings on single accounts of an area came in a day of the weeks before `first`, one more added.

    `slots`: by area, and by area and `ALONE`, how many began in each. The earliest of any area tells for how long the
    site has been known.
    """
    until, since = int(first // SLOT_S), int((first - BEFORE_S) // SLOT_S)
    known = [slot for began in slots.values() for slot, count in began.items() if count > 0 and since <= slot < until]
    alone = slots.get(area + ALONE, {})
    before = sum([count > 0 for slot, count in alone.items() if since <= slot < until])
    return (before + 1) / ((until - min(known, default=until)) * SLOT_S / DAY_S + 1.0)


def _detector(one: Side) -> str:
    return one.finding.alert.signals[0].detector
