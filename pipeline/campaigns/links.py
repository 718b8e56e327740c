"""Whether two findings belong to one attack: the sum of surprise of what they share (-log10 of chance).

Accounts in common are measured against what two crowds of their sizes share by chance, so that a finding about a
carrier's address with thousands of accounts says nothing about any one of them: hubs discount themselves. What events
carry counts by how seldom strangers share it. Beginning at nearly the same time counts by how many attacks of the
policy area begin on this site in a day (SynchroTrap, Cao et al. 2014, joins by actions close in time; the surprise is
ours). Only what is active within the idle time of each other is compared.
"""

from __future__ import annotations

from math import expm1, log, log10

from msgspec import Struct

from detectors.surprise import gamma_poisson
from pipeline.campaigns.crowd import overlap
from schemas.finding import Finding

DAY_S = 86_400.0
TIMED_WITHIN_S = 30.0  # no attack's beginning is known more closely
# Surprise of what two findings share. A device or a card has one owner; behind an address there may be a town, and a
# domain may be popular: alone they join nothing.
TIES = {"device": 3.0, "card": 3.0, "slot": 1.5, "ip": 1.0, "domain": 0.5}
ENTITY = 3.0  # two detectors of one area on the same entity at the same time
ELSEWHERE = 0.5  # as a share of that: they are of different areas
TIES_COUNTED = 2  # the strongest: those of one event come together


class Scale(Struct, frozen=True):
    """How surprise is measured: `population` accounts, and the attacks of each area that begin in a day."""

    population: float
    a_day: float = 1.0


def together(one: Finding, other: Finding, idle_s: float) -> bool:
    """Tell whether two findings may be compared at all: active within `idle_s` of each other, and for the same eyes."""
    near = one.first <= other.last + idle_s and other.first <= one.last + idle_s
    return near and one.alert.mode == other.alert.mode


def surprise(one: Finding, other: Finding, scale: Scale) -> float:
    """Return how surprising it is what two findings share, >= 0."""
    return _accounts(one, other, scale.population) + _ties(one, other) + _timing(one, other, scale.a_day)


def _accounts(one: Finding, other: Finding, population: float) -> float:
    if not one.crowd or not other.crowd:
        return 0.0
    totals = one.alert.accounts_total, other.alert.accounts_total
    shared, expected = overlap(one.crowd, totals[0], other.crowd, totals[1], population)
    # Accounts are not alike, some are in everything: the mean's spread is that of a gamma of shape 1.
    return gamma_poisson(shared, 1.0, 1.0 / expected) if shared else 0.0


def _ties(one: Finding, other: Finding) -> float:
    about = [f"{found.alert.entity.type}:{found.alert.entity.id}" for found in (one, other)]
    if about[0] == about[1]:
        alike = one.alert.policy == other.alert.policy
        return 0.0 if about[0] == "site:*" else ENTITY * (1.0 if alike else ELSEWHERE)
    shared = {*one.ties, about[0]} & {*other.ties, about[1]}
    worth = sorted((TIES.get(name.partition(":")[0], 0.0) for name in shared), reverse=True)
    return sum(worth[:TIES_COUNTED])


def _timing(one: Finding, other: Finding, a_day: float) -> float:
    if one.alert.policy != other.alert.policy:
        return 0.0
    apart = abs(one.first - other.first) + TIMED_WITHIN_S
    return -log10(-expm1(-a_day * 2 * apart / DAY_S)) if a_day * apart < DAY_S * log(10) else 0.0
