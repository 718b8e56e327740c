"""Whether two findings belong to one attack: the sum of surprise of what they share (-log10 of chance).

Accounts in common are measured against what two crowds of their sizes share by chance, so that a finding about a
carrier's address with thousands of accounts says nothing about any one of them: hubs discount themselves. An account
that was noticed at the very moment at which it took part in the other counts up to twice. What events carry counts by
how seldom strangers share it. When they began is `timing`'s business. Only what is active within the idle time of each
other is compared.
"""

from __future__ import annotations

from msgspec import Struct

from detectors.surprise import gamma_poisson
from pipeline.campaigns.crowd import overlap
from pipeline.campaigns.timing import moment, timing
from schemas.finding import Finding

# Surprise of what two findings share. A device or a card has one owner; behind an address there may be a town, and a
# domain may be popular: alone they join nothing.
TIES = {"device": 3.0, "card": 3.0, "ip": 1.0, "domain": 0.5}
ENTITY = 3.0  # two detectors of one area on the same entity at the same time
ELSEWHERE = 0.5  # as a share of that: they are of different areas
TIES_COUNTED = 2  # the strongest: those of one event come together


class Side(Struct, gc=False):
    """A finding made ready to be compared with many."""

    finding: Finding
    crowd: frozenset[int]
    ties: frozenset[str]
    about: str


def side(finding: Finding) -> Side:
    """Make a finding ready."""
    about = f"{finding.alert.entity.type}:{finding.alert.entity.id}"
    return Side(finding, frozenset(finding.crowd), frozenset((*finding.ties, about)), about)


class Scale(Struct, frozen=True):
    """How surprise is measured: `population` accounts, and the attacks of each area that begin in a day."""

    population: float
    a_day: float = 1.0


def together(one: Finding, other: Finding, idle_s: float) -> bool:
    """Tell whether two findings may be compared at all: active within `idle_s` of each other, and for the same eyes."""
    near = one.first <= other.last + idle_s and other.first <= one.last + idle_s
    return near and one.alert.mode == other.alert.mode


def surprise(one: Side, other: Side, scale: Scale) -> float:
    """Return how surprising it is what two findings share, >= 0. Cost: 2 microseconds where it is but the time."""
    alike = _accounts(one, other, scale.population) + _ties(one, other)
    return alike + timing(one.finding, other.finding, scale.a_day)


def _accounts(mine: Side, theirs: Side, population: float) -> float:
    if mine.crowd.isdisjoint(theirs.crowd):
        return 0.0
    one, other = mine.finding, theirs.finding
    totals = one.alert.accounts_total, other.alert.accounts_total
    shared, expected = overlap(one.crowd, totals[0], other.crowd, totals[1], population)
    if not shared:
        return 0.0
    # Accounts are not alike, some are in everything: the mean's spread is that of a gamma of shape 1.
    alike = gamma_poisson(shared, 1.0, 1.0 / expected)
    return alike + min(alike, max(moment(one, other), moment(other, one)))


def _ties(one: Side, other: Side) -> float:
    if one.about == other.about:
        alike = one.finding.alert.policy == other.finding.alert.policy
        return 0.0 if one.about == "site:*" else ENTITY * (1.0 if alike else ELSEWHERE)
    if one.ties.isdisjoint(other.ties):
        return 0.0
    worth = sorted((TIES.get(name.partition(":")[0], 0.0) for name in one.ties & other.ties), reverse=True)
    return sum(worth[:TIES_COUNTED])
