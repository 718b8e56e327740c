"""Whether two findings belong to one attack: the sum of surprise of what they share (-log10 of chance).

Accounts in common are measured against what two crowds of their sizes share by chance, so that a finding about a
carrier's address with thousands of accounts says nothing about any one of them: hubs discount themselves. An account
that was noticed at the very moment at which it took part in the other counts up to twice. What events carry counts by
how seldom strangers share it. When they began is `timing`'s business. Only what is active within the idle time of each
other is compared; and for days, by the accounts alone, crowds of which a good part comes again, and accounts that were
entered from one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf, log10

from msgspec import Struct

from detectors.surprise import gamma_poisson
from pipeline.campaigns.crowd import overlap
from pipeline.campaigns.sides import (
    AGAIN_LEAST,
    AGAIN_OF_LARGER,
    AGAIN_OF_SMALLER,
    AGAIN_S,
    COPIES_S,
    Side,
    apart_s,
    own_devices,
)
from pipeline.campaigns.tied import tied
from pipeline.campaigns.timing import ENTRIES, TIMED_MOST_S, WITHIN_S, moment, times_of, timing

# 2026-11: of reports, accounts are those who reported. A brigade takes turns: of two of its crowds a third or more is
# in both, and who is on a brigade's list is at least half of a crowd. Else it took part in what others are angry about,
# and these must not be accused with it. It goes on for weeks (`report_brigade`), a few days apart.
REPORTS, REPORTS_AGAIN_S, REPORTS_OF_LARGER, REPORTS_OF_CROWD = "report_abuse", 7 * 86_400.0, 1 / 3, 0.5
# 2026-11: accounts that were made together are left to age, mostly for less than a week, and then used for something
# else. So much later, half of the smaller crowd must be the same.
MADE, AGED_S, AGED_OF_SMALLER = "fake_accounts", 7 * 86_400.0, 0.5
# 2026-11: a place (an address, a device) is part of what was seen of the whole site by its accounts if as many of them
# were: who tries a good part of all accounts meets some of any crowd's, however small chance is reckoned.
PLACE_OF_SITE = AGAIN_OF_SMALLER
# 2026-11: or if so many of those seen of the whole site were seen there: what a few addresses do at their loudest is
# seen for a minute of the whole site, too, and is but a part of each.
SITE_OF_PLACE = AGAIN_OF_LARGER
# 2026-11: what was seen of the whole site in one area is told by another area's only if most of it is the same: who
# makes accounts logs in to them, and so is among those who came from new addresses, as others are.
SITE_OF_SITE = 0.5
SOON_S = 6 * 3600.0  # 2026-11: what an account was entered for is begun within hours, before its owner is back
# 2026-11: with this surprise an account's finding goes to a crowd that it is among. A wrong one in some thirty does
# little harm: the account is named there anyway, and nothing is joined by it.
AMONG = 1.5
_FROM = ("ip:", "device:", "range:")
FAR_S = max(COPIES_S, AGAIN_S, REPORTS_AGAIN_S, AGED_S)


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
    were entered from the same place), are for the same eyes, and have anything that could speak for it.
    """
    first, until, mode, several = one.first, one.last + idle_s, one.mode, one.several
    apart, strangers, entered = one.ties.isdisjoint, one.crowd.isdisjoint, _entered(one)
    for name, other in others.items():  # no call but where two are near: there may be thousands
        if other.mode != mode or other is one:
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


def entered_from(one: Side, other: Side) -> bool:
    """Tell whether two accounts were entered within days from one place that was new to both of them.

    That is a device, an address, or a provider's range that neither had been at: he takes a new address each time.
    A thief works from his place for days, and the customers of the largest carrier share thousands of addresses. Where
    each came with a device of its own, it is these. A wrong one does little harm: both accounts are accused anyway.
    """
    if one.ties.isdisjoint(other.ties) or one.about == other.about or not (_entered(one) and _entered(other)):
        return False
    if own_devices(one, other):
        return False
    return apart_s(one, other) <= AGAIN_S and any(tie.startswith(_FROM) for tie in one.ties & other.ties)


def _entered(one: Side) -> bool:
    """Tell whether it is about one account that was entered from where it had not been before."""
    return one.lone and one.area == ENTRIES and bool(one.finding.alert.signals[0].evidence.get("new_address"))


def again(one: Side, other: Side, population: float, idle_s: float) -> float:
    """Return the surprise that so many of one's accounts came again in the other, later than an idle time after it.

    By as much less as there are more pairs within `AGAIN_S` (`REPORTS_AGAIN_S`, `AGED_S`) than within the idle time.
    The same entity again is another alert: verdicts on the one before decide whether it is shown (`bar`).
    """
    apart, of_smaller, within = apart_s(one, other), AGAIN_OF_SMALLER, AGAIN_S
    if one.area == other.area == REPORTS:
        within = REPORTS_AGAIN_S
    elif apart > AGAIN_S and _aged(one, other):
        of_smaller, within = AGED_OF_SMALLER, AGED_S
    if one.about == other.about or apart > within:
        return 0.0
    sizes = sorted((one.finding.alert.accounts_total, other.finding.alert.accounts_total))
    least = max(AGAIN_LEAST, of_smaller * sizes[0], AGAIN_OF_LARGER * sizes[1])
    if len(one.crowd) < least or len(other.crowd) < least or len(one.crowd & other.crowd) < least:
        return 0.0
    return _accounts(one, other, population) - log10(within / idle_s)


def _aged(one: Side, other: Side) -> bool:
    """Tell whether one crowd's accounts were made together, and the other's are accused of something else later."""
    made, used = (one, other) if one.first <= other.first else (other, one)
    return made.area == MADE != used.area


def victim(one: Side, other: Side) -> bool:
    """Tell whether one is about a single account of the other's crowd, and nothing that it came from is in common."""
    return one.lone != other.lone and one.ties.isdisjoint(other.ties)


def copied(one: Side, other: Side) -> bool:
    """Tell whether two are accused for texts with something in common, not too long one after the other."""
    if one.copies.isdisjoint(other.copies):
        return False
    return other.first <= one.last + COPIES_S and one.first <= other.last + COPIES_S


def surprise(one: Side, other: Side, scale: Scale, enough: float = inf) -> float:
    """Return how surprising it is what two findings share, >= 0; no more is asked once it is `enough`.

    Cost: 2 microseconds where it is but the time, and up to 20 where many accounts are shared.
    """
    alike, at_once = tied(one, other, scale.population), timing(one.finding, other.finding, scale.a_day)
    if alike + at_once >= enough:
        return alike + at_once
    return _accounts(one, other, scale.population) + alike + at_once


def _accounts(mine: Side, theirs: Side, population: float) -> float:
    if mine.crowd.isdisjoint(theirs.crowd):
        return 0.0
    one, other = mine.finding, theirs.finding
    totals = one.alert.accounts_total, other.alert.accounts_total
    if totals[0] <= len(mine.crowd) and totals[1] <= len(theirs.crowd):  # as mostly: all are known
        shared, expected = len(mine.crowd & theirs.crowd), len(mine.crowd) * len(theirs.crowd) / population
    else:
        shared, expected = overlap(one.crowd, totals[0], other.crowd, totals[1], population)
    if not shared or shared < _least(mine, theirs):
        return 0.0
    # Accounts are not alike, some are in everything: the mean's spread is that of a gamma of shape 1.
    alike = gamma_poisson(shared, 1.0, 1.0 / expected)
    return alike + min(alike, max(moment(one, other), moment(other, one)))


def _least(one: Side, other: Side) -> float:
    """Return how many accounts must be in both crowds for that to say anything."""
    if one.area == other.area == REPORTS and one.about != other.about:
        return _least_of_reports(one, other)
    if one.wide == other.wide:
        return SITE_OF_SITE * min(len(one.crowd), len(other.crowd)) if one.wide and one.area != other.area else 0.0
    site, place = (one, other) if one.wide else (other, one)
    least = PLACE_OF_SITE * len(place.crowd)
    return min(least, SITE_OF_PLACE * len(site.crowd)) if one.area == other.area else least


def _least_of_reports(one: Side, other: Side) -> float:
    if one.lone or other.lone:
        return 0.0  # one of a crowd, who reports much else
    if one.wide == other.wide:
        return REPORTS_OF_LARGER * max(len(one.crowd), len(other.crowd))
    return REPORTS_OF_CROWD * len((other if one.wide else one).crowd)


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
    return entered or since - WITHIN_S <= lone.first <= until + SOON_S
