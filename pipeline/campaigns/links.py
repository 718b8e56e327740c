"""Whether two findings belong to one attack: the sum of surprise of what they share (-log10 of chance).

Accounts in common count by how seldom two such crowds share them (`shared`), what events carry by how seldom strangers
do (`tied`), when they began by how seldom attacks do (`timing`). Only what is active within the idle time of each other
is compared; and for days, what comes again (`later`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from msgspec import Struct

from pipeline.campaigns.kinds import (
    aimed,
    from_elsewhere,
    let_in_otherwise,
    not_got_into,
    one_by_one,
    opened_for,
    times_of,
)
from pipeline.campaigns.later import FAR_S, MADE, copied, entered_from, is_entry
from pipeline.campaigns.shared import accounts_in_common
from pipeline.campaigns.sides import Side, apart_s
from pipeline.campaigns.tied import tied
from pipeline.campaigns.timing import ENTRIES, TIMED_MOST_S, WITHIN_S, timing

SOON_S = 6 * 3600.0  # 2026-11: what an account was entered for is begun within hours, before its owner is back
# 2026-11: with this surprise an account's finding goes to a crowd that it is among. A wrong one in some thirty does
# little harm: the account is named there anyway, and nothing is joined by it.
AMONG = 1.5
# 2026-11: attacks on logins that show on the whole site come to most sites less than once in a week: of two that go on
# at the same time hardly one in ten is another's (`onward` has those that pause).
AT_ONCE = 1.0
FOR_SOMETHING = (ENTRIES, MADE)  # areas of crowds whose accounts are then used: a sum of other areas explains nothing


class Scale(Struct, frozen=True):
    """How surprise is measured: `population` accounts, and the attacks of each area that begin in a day."""

    population: float
    a_day: float = 1.0


def timed(one: Side, other: Side) -> bool:
    """Tell whether their times may say something: of one area, and begun within an hour or one about the whole site."""
    return one.area == other.area and (abs(one.first - other.first) < TIMED_MOST_S or one.wide or other.wide)


def together(one: Side, others: Mapping[str, Side], idle_s: float) -> Iterator[tuple[str, Side]]:
    """Yield those of which it may be asked whether they belong together with one. Cost: 0.3 microseconds for each.

    They were active within `idle_s` of it (`COPIES_S` where texts are alike, `AGAIN_S` where accounts are the same or
    were entered from the same place), were found in time (`remembered`), are for the same eyes, and have anything that
    could speak for it. Where the accounts of one did nothing, that another speaks of them does not.
    """
    first, until, mode, several, bystanders = one.first, one.last + idle_s, one.mode, one.several, one.bystanders
    found, remembered = one.found, one.until
    apart, strangers, entered = one.ties.isdisjoint, one.crowd.isdisjoint, is_entry(one)
    for name, other in others.items():  # no call but where two are near: there may be thousands
        if other.mode != mode or other is one or other.found > remembered or found > other.until:
            continue
        if other.bystanders is not bystanders:
            continue
        if other.first > until or first > other.last + idle_s:
            if other.first - one.last > FAR_S or first - other.last > FAR_S:
                continue  # nothing is looked for further away than that
            if (several and other.several and not strangers(other.crowd)) or (one.copies and copied(one, other)):
                yield name, other
            elif entered and not apart(other.ties) and entered_from(one, other):
                yield name, other
            continue
        if timed(one, other) or not apart(other.ties) or not strangers(other.crowd):
            yield name, other


def victim(one: Side, other: Side) -> bool:
    """Tell whether one is about a single account of the other's crowd, and nothing that it came from is in common."""
    return one.lone != other.lone and one.ties.isdisjoint(other.ties)


def aside(one: Side, other: Side) -> bool:
    """Tell whether one is about an account that was aimed at, or let in otherwise, or from elsewhere, than a crowd.

    By being among that crowd, or taken while it was tried, it is no part of it then. Nor are several that staff let in,
    nor is who was entered part of a sum of days that does not tell of it.
    """
    if not one.area == other.area == ENTRIES:
        return False
    if one.lone == other.lone:
        return opened_for(one.finding, other.finding)
    mine, crowd = (one.finding, other.finding) if one.lone else (other.finding, one.finding)
    if aimed(mine, crowd) or let_in_otherwise(mine, crowd):
        return True
    return from_elsewhere(mine, crowd) or (crowd.entered > 0 and not_got_into(mine, crowd))


def surprise(one: Side, other: Side, scale: Scale, enough: float = inf) -> float:
    """Return how surprising it is what two findings share, >= 0; no more is asked once it is `enough`.

    Cost: 2 microseconds where it is but the time, and up to 20 where many accounts are shared.
    """
    alike, at_once = tied(one, other, scale.population), timing(one.finding, other.finding, scale.a_day)
    if alike + at_once >= enough or aside(one, other):
        return alike + at_once
    return accounts_in_common(one, other, scale.population) + alike + max(at_once, AT_ONCE * both_on_site(one, other))


def both_on_site(one: Side, other: Side) -> bool:
    """Tell whether both are attacks on logins that show on the whole site at the same time, none for weeks."""
    if not (one.wide and other.wide and one.area == other.area == ENTRIES) or apart_s(one, other) > 0.0:
        return False
    return not one_by_one(one.finding) and not one_by_one(other.finding)


def consequence(one: Side, other: Side) -> bool:
    """Tell whether what an account is accused of may come from the other finding, whose crowd it is among.

    Where it is abuse of another kind, it must have begun soon after the account took part there, or be how somebody
    came in who soon took part: who tries a good part of all accounts tries those of other abusers, too.
    """
    if one.area == other.area or one.lone == other.lone:
        return True
    lone, crowd = (one, other) if one.lone else (other, one)
    took_part = times_of(crowd.finding).get(lone.finding.crowd[0])
    since, until = (crowd.first, crowd.last) if took_part is None else (took_part, took_part)
    entered = lone.area == ENTRIES and since - SOON_S <= lone.last and lone.first <= until + SOON_S
    if entered or (crowd.wide and crowd.area not in FOR_SOMETHING):
        return entered
    return since - WITHIN_S <= lone.first <= until + SOON_S
