"""How surprising the times of two findings are (-log10 of chance), whatever else they share.

Attacks of one policy area that begin at nearly the same time: chance is how many begin on this site in a day
(SynchroTrap, Cao et al. 2014, joins by actions close in time; the surprise is ours). Those that also keep the same
pace, as one program does that takes turns between its addresses, count for more. What happens to one account during an
attack of its area on the whole site is taken to be part of that, unless such things happen all day, it belongs
elsewhere, or the other sums up days of accounts taken one by one: an address for each attempt leaves nothing else to go
by. An account that was entered need not be among those seen to fail; what else one has a part in, counts one.
"""

from __future__ import annotations

from math import expm1, log10, sqrt

from pipeline.campaigns.crowd import may_share
from pipeline.campaigns.kinds import among, counted, lone, one_by_one, same_kind, single, site_wide
from schemas.finding import Finding

DAY_S = 86_400.0
WITHIN_S = 30.0  # no attack's beginning is known more closely
TIMED_MOST_S = 3600.0  # beginning an hour apart or more says nothing
ENTRIES = "account_security"  # the area that tells how somebody came in
# 2026-11: attacks that get in somewhere mostly show on an account or two as well. Where one attack of the area begins
# in a day, it joins what happens within some nine hours of the site's first.
DURING_SITE = 2.0
PACE_LEAST = 10  # accounts: fewer have no pace
PACE_DECADES = 2.0  # paces of attacks lie between one account in a second and one in some minutes
PACE_USUAL = 0.43  # the mean surprise of two that have nothing in common is left out
# 2026-11: of what one account did, events make the pace. Limits and timetables of a product make honest ones alike:
# it says no more than one in three.
EVENTS_MOST = 0.5
# 2026-11: what goes on for hours is a part of what was seen of the whole site only if it was done mostly meanwhile.
LONG_S, MEANWHILE = 3600.0, 0.5


def timing(one: Finding, other: Finding, a_day: float) -> float:
    """Return the surprise of two findings' times, where `a_day` attacks of the area begin in a day."""
    if one.alert.policy != other.alert.policy or outlasts(one, other) or outlasts(other, one):
        return 0.0
    apart = abs(one.first - other.first) + WITHIN_S
    return _within(2 * apart, a_day) + _pace(one, other) if apart < TIMED_MOST_S else 0.0


def during(one: Finding, other: Finding, a_day: float, rise: float = 1.0) -> float:
    """Return how much speaks for one being what happened to an account in what the other saw of the whole site.

    `rise`: how many times more often than usual such things happened to accounts meanwhile.
    """
    if one.alert.policy != other.alert.policy:
        return 0.0
    return max(_during(one, other, a_day, rise), _during(other, one, a_day, rise))


def outlasts(mine: Finding, site: Finding) -> bool:
    """Tell whether what happened to an account went on mostly while nothing was seen of the whole site."""
    lasted = mine.last - mine.first
    if lasted <= LONG_S or not site_wide(site) or not lone(mine):
        return False
    return min(mine.last, site.last) - max(mine.first, site.first) < MEANWHILE * lasted


def _within(seconds: float, a_day: float) -> float:
    """Return the surprise that one of `a_day` falls into so many seconds."""
    return -log10(-expm1(-a_day * seconds / DAY_S))


def _during(mine: Finding, site: Finding, a_day: float, rise: float) -> float:
    """Of those that `rise` above what is usual, one in `rise` would have come anyway: no more can be wrong of them."""
    if not site_wide(site) or one_by_one(site) or not single(mine):
        return 0.0
    if outlasts(mine, site) or not _has_part(mine, site):
        return 0.0
    times = [time for time in (mine.first, mine.last) if site.first - WITHIN_S <= time <= site.last + WITHIN_S]
    if not times:
        return 0.0
    return DURING_SITE + max(_within(min(times) - site.first + 2 * WITHIN_S, a_day), log10(max(1.0, rise)))


def _has_part(mine: Finding, site: Finding) -> bool:
    """Tell whether an account may be of those that were seen of the whole site, or was entered meanwhile."""
    return mine.alert.policy == ENTRIES or may_share(mine.crowd, site.crowd, site.alert.accounts_total)


def _pace(one: Finding, other: Finding) -> float:
    """Return the surprise of how alike the two are in accounts a second."""
    if lone(one) and lone(other):
        return min(EVENTS_MOST, _alike(counted(one), counted(other))) if same_kind(one, other) else 0.0
    return _alike(*[(each.alert.accounts_total, each.last - each.first) for each in (one, other)])


def _alike(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the surprise of how alike two paces are, each a number and the seconds that it took."""
    totals = one[0], other[0]
    if min(totals) < PACE_LEAST:
        return 0.0
    paces = [total / (lasted + WITHIN_S) for total, lasted in (one, other)]
    apart = abs(log10(paces[0] / paces[1])) + sqrt(sum(1 / total for total in totals)) * log10(2.718)
    return max(0.0, -log10(min(1.0, 2 * apart / PACE_DECADES)) - PACE_USUAL)


def moment(mine: Finding, crowd: Finding) -> float:
    """Return how surprisingly close an account's own finding lies to what it did in a crowd's; 0.0 where unknown.

    Chance puts it anywhere from an hour before the crowd's first to an hour after its last.
    """
    if not among(mine, crowd) or len(crowd.since) != len(crowd.crowd):
        return 0.0
    at = crowd.first + crowd.since[crowd.crowd.index(mine.crowd[0])]
    apart = min(abs(mine.first - at), abs(mine.last - at)) + WITHIN_S
    return max(0.0, -log10(4 * apart / (crowd.last - crowd.first + 2 * TIMED_MOST_S)))
