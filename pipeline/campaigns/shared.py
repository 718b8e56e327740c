"""How surprising it is which accounts two findings have in common (-log10 of chance).

Measured against what two crowds of their sizes share by chance, so that a finding about a carrier's address with
thousands of accounts says nothing about any one of them: hubs discount themselves. An account that was noticed at the
very moment at which it took part in the other counts up to twice.
"""

from __future__ import annotations

from bisect import bisect_left

from detectors.surprise import gamma_poisson
from pipeline.campaigns.crowd import overlap, reach
from pipeline.campaigns.kinds import sort_of, times_of
from pipeline.campaigns.sides import AGAIN_OF_LARGER, AGAIN_OF_SMALLER, Side
from pipeline.campaigns.timing import DAY_S, ENTRIES, moment

# 2026-11: of reports, accounts are those who reported. A brigade takes turns: of two of its crowds a third or more is
# in both, and who is on a brigade's list is at least half of a crowd. Else it took part in what others are angry about,
# and these must not be accused with it.
REPORTS, REPORTS_OF_LARGER, REPORTS_OF_CROWD = "report_abuse", 1 / 3, 0.5
# 2026-11: a place (an address, a device) is part of what was seen of the whole site by its accounts if as many of them
# were: who tries a good part of all accounts meets some of any crowd's, however small chance is reckoned.
PLACE_OF_SITE = AGAIN_OF_SMALLER
# 2026-11: or if so many of those seen of the whole site were seen there: what a few addresses do at their loudest is
# seen for a minute of the whole site, too, and is but a part of each.
SITE_OF_PLACE = AGAIN_OF_LARGER
# 2026-11: and these are the same attempts, so they were seen there at the same time: who tries a fifth of all accounts
# within the hour tries a fifth of those, too, that somebody else tries for a week.
AT_ONCE_S = 3600.0
# 2026-11: what was seen of logins on the whole site by two detectors is one attack where most of the smaller crowd is
# the same, and a tenth of one that was seen for days: that adds up whoever comes meanwhile. So is what was seen of the
# whole site in one area told by another area's only if most of it is the same: who makes accounts logs in to them, and
# so is among those who came from new addresses, as others are. So is what a place did to accounts told by what a crowd
# does: a list of passwords holds two of nine spammers as it holds anybody.
SITE_OF_SITE = 0.5
# 2026-12: and a good part of the larger: a week's accounts of six telephones hold those of one of them, who is reported
# for what he writes, and are no farm of his.
SITE_OF_LARGER = 0.2


def accounts_in_common(mine: Side, theirs: Side, population: float) -> float:
    """Return the surprise of the accounts in both, >= 0. Cost: up to 20 microseconds where many are."""
    if mine.crowd.isdisjoint(theirs.crowd):
        return 0.0
    one, other = mine.finding, theirs.finding
    totals = one.alert.accounts_total, other.alert.accounts_total
    if totals[0] <= len(mine.crowd) and totals[1] <= len(theirs.crowd):  # as mostly: all are known
        shared, expected = len(mine.crowd & theirs.crowd), len(mine.crowd) * len(theirs.crowd) / population
    else:
        shared, expected = overlap(one.crowd, totals[0], other.crowd, totals[1], population)
    if not shared or shared < _least(mine, theirs) or _met_by_chance(mine, theirs):
        return 0.0
    # Accounts are not alike, some are in everything: the mean's spread is that of a gamma of shape 1.
    alike = gamma_poisson(shared, 1.0, 1.0 / expected)
    return alike + min(alike, max(moment(one, other), moment(other, one)))


def _least(one: Side, other: Side) -> float:
    """Return how many accounts must be in both crowds for that to say anything."""
    if one.area == other.area == REPORTS and one.about != other.about:
        return _least_of_reports(one, other)
    if one.wide and other.wide and one.area == other.area == ENTRIES and sort_of(one.finding) != sort_of(other.finding):
        return _least_of_sums(one, other)
    if one.wide == other.wide:
        apart = one.area != other.area and (one.wide or ENTRIES in {one.area, other.area})
        sizes = sorted((len(one.crowd), len(other.crowd)))
        return max(SITE_OF_SITE * sizes[0], SITE_OF_LARGER * sizes[1] * one.wide) if apart else 0.0
    site, place = (one, other) if one.wide else (other, one)
    least = PLACE_OF_SITE * len(place.crowd)
    return min(least, SITE_OF_PLACE * len(site.crowd)) if one.area == other.area else least


def _least_of_sums(one: Side, other: Side) -> float:
    """Return how many accounts must be in both of two, of those that are kept of either: a sum of days is over much."""
    limit = min([reach(side_.finding.crowd, side_.finding.alert.accounts_total) for side_ in (one, other)])
    known = [(bisect_left(side_.finding.crowd, limit), side_.last - side_.first > DAY_S) for side_ in (one, other)]
    return max([SITE_OF_SITE * min(known)[0], *[SITE_OF_PLACE * many for many, long in known if long]])


def _met_by_chance(one: Side, other: Side) -> bool:
    """Tell whether a place tried accounts at other times than those at which they were seen of the whole site.

    Not asked where a good part of the place's accounts was. Of very many accounts a place tells no times but its own.
    """
    if one.wide == other.wide or not one.area == other.area == ENTRIES:
        return False
    site, place = (one, other) if one.wide else (other, one)
    common, seen, tried = site.crowd & place.crowd, times_of(site.finding), times_of(place.finding)
    if len(common) >= PLACE_OF_SITE * len(place.crowd) or not seen:
        return False
    spans = {who: (tried.get(who, place.first), tried.get(who, place.last)) for who in common}
    met = [who for who, (first, last) in spans.items() if first - AT_ONCE_S <= seen[who] <= last + AT_ONCE_S]
    return len(met) < SITE_OF_PLACE * len(site.crowd)


def _least_of_reports(one: Side, other: Side) -> float:
    if one.lone or other.lone:
        return 0.0  # one of a crowd, who reports much else
    if one.wide == other.wide:
        return REPORTS_OF_LARGER * max(len(one.crowd), len(other.crowd))
    return REPORTS_OF_CROWD * len((other if one.wide else one).crowd)
