"""Which of an account's reporters are a group: by the accounts they have in common, and by what became of reports."""

from __future__ import annotations

from collections.abc import Set
from itertools import combinations
from math import log10
from typing import NamedTuple

from detectors.standing import surprise
from detectors.surprise import binomial
from schemas.beliefs import Standing

LEAST = 4  # reporters in common
POOL = 40  # people who see the same corner of a product, and may report the same accounts without any plan
OTHERS_MOST = 8  # further accounts compared, those with the most reporters in common
Group = tuple[float, set[str], float]  # surprise, members, expected number


class Accused(NamedTuple):
    """Surprise, members, expected number of them, accounts that they reported, and `how` they met.

    That is "days", "weeks", "again", on the same account on another day, "apart", the same contents, or "accounts",
    each on days of its own, where `usual` is how many of them would report each, or "back", to one account for thing
    after thing, or "two", two accounts in turn. `young`: how many had just signed up. `told`, of "back": how many
    people reported the account, and how many reports the group made, in how many days.
    """

    surprise: float = 0.0
    names: Set[str] = frozenset()
    usual: float = 0.0
    targets: Set[str] = frozenset()
    how: str = "days"
    young: int = 0
    told: tuple[int, ...] = ()


def group_of(known: dict[str, set[str]], target: str) -> Group:
    """Return the most surprising group that reported `target` and two others: surprise, members, expected number."""
    mine = known.get(target, set())
    if len(mine) < LEAST:
        return 0.0, set(), 0.0
    shared = [(len(mine & names), other) for other, names in known.items() if other != target]
    others = sorted((-count, other) for count, other in shared if count >= LEAST)[:OTHERS_MOST]
    best: Group = (0.0, set(), 0.0)
    pairs = len(others) * (len(others) - 1) // 2
    for (_, one), (_, two) in combinations(others, 2):
        group = mine & known[one] & known[two]
        if len(group) >= LEAST:
            chance = _chance(known[one]) * _chance(known[two])
            above = max(0.0, binomial(len(mine), len(group), chance) - log10(pairs))
            best = max(best, (above, group, chance * len(mine)), key=lambda found: found[0])
    return best


def rejection(standings: dict[str, Standing], names: Set[str]) -> float:
    """Return the surprise of the rejected reports of a group."""
    return surprise(standings[name] for name in names if name in standings)


def _chance(names: set[str]) -> float:
    """Return how likely somebody who reports one account also reports this one."""
    return len(names) / max(POOL, 2 * len(names))
