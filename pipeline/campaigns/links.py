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

from detectors.network import network_of
from detectors.surprise import gamma_poisson
from pipeline.campaigns.crowd import overlap
from pipeline.campaigns.timing import (
    TIMED_MOST_S,
    WITHIN_S,
    lone,
    moment,
    same_kind,
    site_wide,
    times_of,
    timing,
)
from schemas.finding import Finding

# Surprise of what two findings share. A device or a card has one owner; behind an address there may be a town, a domain
# may be popular, and two texts may have a phrase in common: alone they join nothing.
TIES = {"device": 3.0, "card": 3.0, "content": 1.5, "like": 1.5, "ip": 1.0, "domain": 0.5}
# 2026-11: a template is used by one new account after the other: what was accused for its text (`text_verdicts.idle_s`)
# is compared for so long with texts that have something in common with it.
COPIES_S = 2 * 86_400.0
_COPIES = ("content:", "like:")
_FROM = ("ip:", "device:")
ENTITY = 3.0  # two detectors of one area on the same entity at the same time
ELSEWHERE = 0.5  # as a share of that: they are of different areas
TIES_COUNTED = 2  # the strongest: those of one event come together
# 2026-11: addresses in as many networks are of as many events. One in ten strangers may share one of them by chance,
# but one in a thousand three: so many places have a person or a farm in common, not the customers of a provider.
NETWORKS_COUNTED = 3
# 2026-11: the same people again within three days, as `report_brigade` looks back: reporters who go from one account to
# the next, accounts that were made yesterday and pay today. An idle hour before, three days after: there are so many
# times more pairs to be wrong about, and the surprise must be more by as much. The settings' `accounts_active` may be
# ten times too high: so at least a quarter of the smaller crowd and a tenth of the larger must come again, which chance
# does not give on any site ten times as large as the crowds.
AGAIN_S = 3 * 86_400.0
AGAIN_LEAST, AGAIN_OF_SMALLER, AGAIN_OF_LARGER = 3, 0.25, 0.1
# 2026-11: two findings of one detector are less likely strangers': hardly one in three of what goes on at the same time
# is of the same kind. It counts where a quarter of the addresses is shared, each in its own network: two phones of a
# farm, and not two customers of a carrier whose addresses change all day.
SAME_KIND = 0.5
# 2026-11: of reports, accounts are those who reported. A brigade takes turns: of two of its crowds a third or more is
# in both, and who is on a brigade's list is at least half of a crowd. Else it took part in what others are angry about,
# and these must not be accused with it. It goes on for weeks (`report_brigade`), a few days apart.
REPORTS, REPORTS_AGAIN_S, REPORTS_OF_LARGER, REPORTS_OF_CROWD = "report_abuse", 7 * 86_400.0, 1 / 3, 0.5
# 2026-11: a place (an address, a device) is part of what was seen of the whole site by its accounts if as many of them
# were: who tries a good part of all accounts meets some of any crowd's, however small chance is reckoned.
PLACE_OF_SITE = AGAIN_OF_SMALLER
# 2026-11: or if so many of those seen of the whole site were seen there: what a few addresses do at their loudest is
# seen for a minute of the whole site, too, and is but a part of each.
SITE_OF_PLACE = AGAIN_OF_LARGER
# 2026-11: what was seen of the whole site in one area is told by another area's only if most of it is the same: who
# makes accounts logs in to them, and so is among those who came from new addresses, as others are.
SITE_OF_SITE = 0.5
ENTRIES = "account_security"  # the area that tells how somebody came in
SOON_S = 6 * 3600.0  # 2026-11: what an account was entered for is begun within hours, before its owner is back
# 2026-11: with this surprise an account's finding goes to a crowd that it is among. A wrong one in some thirty does
# little harm: the account is named there anyway, and nothing is joined by it.
AMONG = 1.5


FAR_S = max(COPIES_S, AGAIN_S, REPORTS_AGAIN_S)


class Side(Struct, gc=False):
    """A finding made ready to be compared with many."""

    finding: Finding
    crowd: frozenset[int]
    ties: frozenset[str]
    copies: frozenset[str]  # those of them that are pieces of a text
    about: str
    first: float
    last: float
    mode: str
    area: str
    wide: bool  # about the whole site
    lone: bool  # about one account, and concerns no other
    several: bool  # of enough accounts for them to be seen to come again


def side(finding: Finding) -> Side:
    """Make a finding ready."""
    alert = finding.alert
    about = f"{alert.entity.type}:{alert.entity.id}"
    return Side(finding, frozenset(finding.crowd), frozenset((*finding.ties, about)), _copies(finding), about,
                finding.first, finding.last, alert.mode, alert.policy, site_wide(finding), lone(finding),
                len(finding.crowd) >= AGAIN_LEAST)  # fmt: skip


def _copies(finding: Finding) -> frozenset[str]:
    return frozenset(name for name in finding.ties if name.startswith(_COPIES))


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


def apart_s(one: Side, other: Side) -> float:
    """Return for how long nothing happened between two, below 0 where they overlap."""
    after, before = one.first - other.last, other.first - one.last
    return after if after > before else before


def entered_from(one: Side, other: Side) -> bool:
    """Tell whether two accounts were entered within days from one address or device that was new to both of them.

    A thief works from his place for days, and the customers of the largest carrier share thousands of addresses. Where
    each came with a device of its own, it is these. A wrong one does little harm: both accounts are accused anyway.
    """
    if one.ties.isdisjoint(other.ties) or one.about == other.about or not (_entered(one) and _entered(other)):
        return False
    if _own_devices(one, other):
        return False
    return apart_s(one, other) <= AGAIN_S and any(tie.startswith(_FROM) for tie in one.ties & other.ties)


def _own_devices(one: Side, other: Side) -> bool:
    """Tell whether two are about accounts each of which was seen with devices, but none with one of the other's."""
    mine, theirs = ({tie for tie in side_.finding.ties if tie.startswith("device:")} for side_ in (one, other))
    return one.lone and other.lone and bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


def _entered(one: Side) -> bool:
    """Tell whether it is about one account that was entered from where it had not been before."""
    return one.lone and one.area == ENTRIES and bool(one.finding.alert.signals[0].evidence.get("new_address"))


def again(one: Side, other: Side, population: float, idle_s: float) -> float:
    """Return the surprise that so many of one's accounts came again in the other, later than an idle time after it.

    By as much less as there are more pairs within `AGAIN_S` (`REPORTS_AGAIN_S`) than within the idle time. The same
    entity again is another alert: verdicts on the one before decide whether it is shown (`bar`).
    """
    within = REPORTS_AGAIN_S if one.area == other.area == REPORTS else AGAIN_S
    if one.about == other.about or apart_s(one, other) > within:
        return 0.0
    sizes = sorted((one.finding.alert.accounts_total, other.finding.alert.accounts_total))
    least = max(AGAIN_LEAST, AGAIN_OF_SMALLER * sizes[0], AGAIN_OF_LARGER * sizes[1])
    if len(one.crowd) < least or len(other.crowd) < least or len(one.crowd & other.crowd) < least:
        return 0.0
    return _accounts(one, other, population) - log10(within / idle_s)


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
    tied, at_once = _ties(one, other, scale.population), timing(one.finding, other.finding, scale.a_day)
    if tied + at_once >= enough:
        return tied + at_once
    return _accounts(one, other, scale.population) + tied + at_once


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


def _ties(one: Side, other: Side, population: float) -> float:
    if one.about == other.about:
        alike = one.finding.alert.policy == other.finding.alert.policy
        return 0.0 if one.about == "site:*" else ENTITY * (1.0 if alike else ELSEWHERE)
    if one.ties.isdisjoint(other.ties):
        return 0.0
    common = one.ties & other.ties
    worth = sorted((_worth(name, one, other, population) for name in common), reverse=True)
    return max(sum(worth[:TIES_COUNTED]), _networks(common, one, other, population))


def _networks(ties: frozenset[str], one: Side, other: Side, population: float) -> float:
    """Return the surprise of addresses in as many networks."""
    known: dict[str, float] = {}
    for tie in ties:
        kind, _, ip = tie.partition(":")
        if kind == "ip":
            network = network_of(ip)
            known[network] = max(known.get(network, 0.0), _worth(tie, one, other, population))
    alike = SAME_KIND if known and _same_places(one, other) else 0.0
    return sum(sorted(known.values(), reverse=True)[:NETWORKS_COUNTED]) + alike


def _same_places(one: Side, other: Side) -> bool:
    """Tell whether two of one detector share a good part of the addresses of either."""
    if not same_kind(one.finding, other.finding) or _own_devices(one, other):
        return False
    mine, theirs = ({tie for tie in side_.ties if tie.startswith("ip:")} for side_ in (one, other))
    return len(mine & theirs) >= AGAIN_OF_SMALLER * min(len(mine), len(theirs))


def _worth(tie: str, one: Side, other: Side, population: float) -> float:
    """Return the surprise of a tie: no more than that a stranger is among the many who are known to have it."""
    worth = TIES.get(tie.partition(":")[0], 0.0)
    for side_ in (one, other):
        if side_.about == tie:
            share = side_.finding.alert.accounts_total / population
            worth = max(0.0, min(worth, -log10(share))) if share > 0.0 else worth
    return worth
