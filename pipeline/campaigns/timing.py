"""How surprising the times of two findings are (-log10 of chance), whatever else they share.

Attacks of one policy area that begin at nearly the same time: chance is how many begin on this site in a day
(SynchroTrap, Cao et al. 2014, joins by actions close in time; the surprise is ours). Those that also keep the same
pace, as one program does that takes turns between its addresses, count for more. What happens to one account during an
attack of its area on the whole site is taken to be part of that, unless such things happen all day or it belongs
elsewhere: an address for each attempt leaves nothing else to go by. An account that was entered need not be among those
seen to fail; what else one has a part in, counts one.
"""

from __future__ import annotations

from math import expm1, log10, sqrt

from pipeline.campaigns.crowd import may_share
from schemas.finding import Finding

DAY_S = 86_400.0
WITHIN_S = 30.0  # no attack's beginning is known more closely
TIMED_MOST_S = 3600.0  # beginning an hour apart or more says nothing
SINGLE = ("account", "key")  # alerts on these are about one account
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
# 2026-11: a list tries each account once or a few times. One that was tried ten times as often as a crowd's were in the
# mean is somebody's aim, whatever else was tried meanwhile, and the crowd's list may hold it as it holds anybody.
AIMED = 10.0
TRIED = "login_"  # begins the names of the detectors of passwords that are tried
ASKED = "reset_"  # and of resets that are asked for: who enters by one shows it
RESETS = ("reset_before", "password_reset")


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


def aimed(mine: Finding, crowd: Finding) -> bool:
    """Tell whether an account was guessed at so often that it is not one of those that a crowd's list was tried on."""
    if not lone(mine) or lone(crowd):
        return False
    events = crowd.alert.signals[0].evidence.get("events")
    mean = events / crowd.alert.accounts_total if isinstance(events, (int, float)) else 1.0
    return _events(mine)[0] >= AIMED * max(1.0, mean)


def let_in_otherwise(mine: Finding, crowd: Finding) -> bool:
    """Tell whether an account was entered by a password set anew, and the crowd's were only tried; or the reverse.

    Who has a list needs no reset, and could make none: that takes the mailbox, or its owner. And who asks for resets
    has no password.
    """
    told = mine.alert.signals[0].evidence
    if not lone(mine) or "reset_before" not in told:
        return False
    detector, reset = crowd.alert.signals[0].detector, any([told.get(name) for name in RESETS])
    return bool(told["reset_before"]) if detector.startswith(TRIED) else detector.startswith(ASKED) and not reset


def same_kind(one: Finding, other: Finding) -> bool:
    """Tell whether two are of the same detector."""
    return one.alert.signals[0].detector == other.alert.signals[0].detector


def site_wide(finding: Finding) -> bool:
    """Tell whether it is about the whole site, or about a payee whom all pay, which is the same."""
    return finding.alert.entity.type == "site" or paid_by_others(finding)


def single(finding: Finding) -> bool:
    """Tell whether it is about one account."""
    return finding.alert.entity.type in SINGLE


def paid_by_others(finding: Finding) -> bool:
    """Tell whether it is about a payee whom more others pay than are accused: the product itself, say, whom all pay.

    That two attacks are on it says as little as that both are on the site.
    """
    others = finding.alert.signals[0].evidence.get("other_cards")
    return isinstance(others, (int, float)) and others > finding.alert.accounts_total


def lone(finding: Finding) -> bool:
    """Tell whether it is about one account, and concerns no other."""
    return single(finding) and finding.alert.accounts_total <= 1


def _within(seconds: float, a_day: float) -> float:
    """Return the surprise that one of `a_day` falls into so many seconds."""
    return -log10(-expm1(-a_day * seconds / DAY_S))


def _during(mine: Finding, site: Finding, a_day: float, rise: float) -> float:
    """Of those that `rise` above what is usual, one in `rise` would have come anyway: no more can be wrong of them."""
    if not site_wide(site) or not single(mine) or outlasts(mine, site) or not _has_part(mine, site):
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
        return min(EVENTS_MOST, _alike(_events(one), _events(other))) if same_kind(one, other) else 0.0
    return _alike(*[(each.alert.accounts_total, each.last - each.first) for each in (one, other)])


def _alike(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the surprise of how alike two paces are, each a number and the seconds that it took."""
    totals = one[0], other[0]
    if min(totals) < PACE_LEAST:
        return 0.0
    paces = [total / (lasted + WITHIN_S) for total, lasted in (one, other)]
    apart = abs(log10(paces[0] / paces[1])) + sqrt(sum(1 / total for total in totals)) * log10(2.718)
    return max(0.0, -log10(min(1.0, 2 * apart / PACE_DECADES)) - PACE_USUAL)


def _events(finding: Finding) -> tuple[float, float]:
    """Return how many events its detector counted on one account, and in how many seconds; none where it did not."""
    told = finding.alert.signals[0].evidence
    count, window = told.get("count_in_window"), told.get("window_s")
    if not isinstance(count, (int, float)) or not isinstance(window, (int, float)):
        return 0.0, 0.0
    return float(count), min(float(window), finding.last - finding.first)


def among(mine: Finding, crowd: Finding) -> bool:
    """Tell whether one is about an account that is part of the other's crowd."""
    return single(mine) and len(mine.crowd) == 1 and mine.crowd[0] in crowd.crowd


def times_of(crowd: Finding) -> dict[int, float]:
    """Return when each account did what it did first in a crowd's finding; nothing where that is not known of all."""
    if len(crowd.since) != len(crowd.crowd):
        return {}
    return {who: crowd.first + after for who, after in zip(crowd.crowd, crowd.since, strict=True)}


def moment(mine: Finding, crowd: Finding) -> float:
    """Return how surprisingly close an account's own finding lies to what it did in a crowd's; 0.0 where unknown.

    Chance puts it anywhere from an hour before the crowd's first to an hour after its last.
    """
    if not among(mine, crowd) or len(crowd.since) != len(crowd.crowd):
        return 0.0
    at = crowd.first + crowd.since[crowd.crowd.index(mine.crowd[0])]
    apart = min(abs(mine.first - at), abs(mine.last - at)) + WITHIN_S
    return max(0.0, -log10(4 * apart / (crowd.last - crowd.first + 2 * TIMED_MOST_S)))
