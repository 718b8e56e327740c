"""Which reporters of an account reported one other, each in its own time, and hardly anybody else: two rivals in turn.

A circle takes three accounts (`report_apart`), since a few people meet two trolls by chance. Many do not: of those who
came upon one account, only so many of its corner (`report_groups.POOL`) came upon the other as well. Where they met
with both together, as a spammer's two accounts or a scandal's two people are, they report on the same day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from math import log10

from detectors.blocks import MOSTLY, TOGETHER_MOST, Circle
from detectors.report_groups import POOL, Accused
from detectors.report_weeks import LEAST
from detectors.surprise import binomial

DAY_HOURS = 24
BOTH = 2  # accounts of which it reported, and of no more than that allows (`MOSTLY`)


def two_of(circle: Circle, account: str) -> Accused:
    """Return the most surprising group that reported an account and another one; `circle`: who reported which."""
    mine = circle.by_thing.get(account, {})
    if len(mine) < LEAST:
        return Accused(how="two")
    few = [name for name in mine if MOSTLY * circle.own(name) <= BOTH]
    shared = Counter([other for name in few for other in circle.by_name[name] if other != account])
    others = sorted(other for other, count in shared.items() if count >= LEAST)
    best = Accused(how="two")
    for other in others:
        names = frozenset(name for name in few if other in circle.by_name[name])
        size = len(circle.by_thing[other])
        chance = size / max(POOL, 2 * size)
        found = binomial(len(mine), len(names), chance) - log10(len(others))
        if found > best.surprise and _each_in_its_time(circle, names, (account, other)):
            best = Accused(found, names, chance * len(mine), {account, other}, "two")
    return best


def _each_in_its_time(circle: Circle, names: Iterable[str], accounts: Iterable[str]) -> bool:
    """Tell whether any two of them reported mostly on different days, of each account."""
    return all([_apart([circle.by_thing[account][name] for name in names]) for account in accounts])


def _apart(hours: list[int]) -> bool:
    gaps = [abs(one - two) for one, two in combinations(hours, 2)]
    return sum([gap < DAY_HOURS for gap in gaps]) < TOGETHER_MOST * len(gaps)
