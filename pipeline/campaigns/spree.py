"""Whether what has nothing in common is one attacker's all the same: there was hardly any of it before. Pure.

Who tries stolen cards with a new account, device and address each time leaves nothing by which they could be joined.
But where such an account is found once in weeks, three within hours are not three people's; nor are three phones
within days on each of which a dozen accounts were made, nor three addresses from each of which dozens of accounts are
tried meanwhile, one now and then, nor three accounts entered from somewhere new, one the day after another, in which
the same was changed: a phisher works through his list, each from a proxy near its owner. Nor are three who give a
model orders where nobody does, nor three newcomers who write to strangers. Their findings are joined if one begins
soon after the next, and there are ten times as many of them in a day as usual: of the whole, no more than one in ten
can have come anyway. Two of them join nothing, nor do any on a site of which only days are known. Accounts that were
entered and that a device or a place joins anyway are one man's and count once: an owner who moves abroad on that day
and changes the same is no part of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.campaigns.kinds import single
from pipeline.campaigns.onward import at_one_pace
from pipeline.campaigns.remembered import in_time
from pipeline.campaigns.sides import AGAIN_S, Side, apart_s
from pipeline.campaigns.spree_kinds import ALONE, LISTS, PLACE_AREAS, PLACES, deeds, kind_of
from pipeline.campaigns.timing import DAY_S, ENTRIES

# Who abuses accounts otherwise comes in many gangs at once, and who takes them has a way of his own (`deeds`).
AREAS = ("payment_fraud", "prompt_attack")
# 2026-11: of twenty made-up products none saw two gangs' newcomers write to strangers on one day, each with words of
# its own, nor two that each lead strangers elsewhere for days; other spam has a text, link or hour of its own, and a
# newsletter's first issue would stand among it.
STRANGERS = ("first_contacts", "first_contacts_day", "leads_scattered")
NEXT_LIST_S = 6 * 3600.0  # patient ones are seen to begin some hours apart
NEXT_S = 20 * 3600.0  # 2026-11: as a tester goes on from one account to the next, from evening to morning, too ...
NEXT_TAKEN_S = 36 * 3600.0  # ... and a thief, who has other things to do in each, on the day after
LEAST = 3
FOLD = 10.0  # no more than one in so many can have come anyway
BEFORE_S = 28 * DAY_S  # whole weeks
SLOT_S = 600.0  # attacks of one area that begin within it are counted once
Slots = Mapping[str, Mapping[int, int]]


def alike(mine: Side, sides: Mapping[str, Side]) -> Iterator[str]:
    """Yield the findings of the same detector on other entities of the kind that began soon before or after it."""
    if not joins(mine):
        return
    kind, name, mode, within = mine.about.partition(":")[0], _detector(mine), mine.mode, _next_s(mine)
    for key, other in sides.items():
        if other is not mine and abs(other.first - mine.first) <= within and joins(other):
            if other.about != mine.about and other.mode == mode and _detector(other) == name:
                if other.about.startswith(kind) and _in_one_way(mine, other) and in_time(mine, other):
                    yield key


def joins(one: Side) -> bool:
    """Tell whether a finding may be one of a spree: an account that paid, was taken or writes to strangers, or many."""
    if one.lone:
        known = one.area in AREAS or _detector(one) in STRANGERS
        return single(one.finding) and (known or deeds(one.finding) is not None)
    return one.several and (_tries_a_list(one) or (one.area in PLACE_AREAS and one.about.startswith(PLACES)))


def _tries_a_list(one: Side) -> bool:
    return one.about.startswith("ip:") and _detector(one) in LISTS


def _next_s(mine: Side) -> float:
    """Return within which time of it another must have begun."""
    if _tries_a_list(mine):
        return NEXT_LIST_S
    if mine.lone:
        return NEXT_TAKEN_S if mine.area == ENTRIES else NEXT_S
    return AGAIN_S


def _in_one_way(one: Side, other: Side) -> bool:
    """Tell whether the same was done in two accounts, or two crowds came at one pace, by turns."""
    if one.lone:
        return deeds(one.finding) == deeds(other.finding) and _posts_orders(one) == _posts_orders(other)
    return at_one_pace(one, other) and (not _tries_a_list(one) or apart_s(one, other) <= 0.0)


def _posts_orders(one: Side) -> bool:
    """Tell whether it is of orders in posts: who breaks a model's rules for himself does not do that beside it."""
    return bool(one.finding.alert.signals[0].evidence.get("posts_with_orders"))


def unusual(found: Sequence[Side], slots: Slots) -> bool:
    """Tell whether so many of one kind are too many for chance; `slots` as in `usual`.

    From the first on: what was too many once goes on, though it may slow down.
    """
    firsts: dict[str, float] = {}
    for one in sorted(found, key=lambda one: one.first):
        firsts.setdefault(one.about, one.first)
    times = list(firsts.values())
    if len(times) < LEAST:
        return False
    before = usual(times[0], found[0].area, slots, kind_of(found[0].finding))
    days = [max(1.0, (time - times[0]) / DAY_S) for time in times]
    return any([many / lasted >= FOLD * before for many, lasted in enumerate(days, 1) if many >= LEAST])


def usual(first: float, area: str, slots: Slots, kind: str = ALONE) -> float:
    """Return how many findings of a kind and area came in a day of the weeks before `first`, one more added.

    `slots`: by area, and by area and kind, how many began in each. The earliest of any area tells for how long the site
    has been known.
    """
    until, since = int(first // SLOT_S), int((first - BEFORE_S) // SLOT_S)
    known = [slot for began in slots.values() for slot, count in began.items() if count > 0 and since <= slot < until]
    alike_ = slots.get(area + kind, {})
    before = sum([count > 0 for slot, count in alike_.items() if since <= slot < until])
    return (before + 1) / ((until - min(known, default=until)) * SLOT_S / DAY_S + 1.0)


def _detector(one: Side) -> str:
    return one.finding.alert.signals[0].detector
