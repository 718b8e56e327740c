"""Which of an account's reporters are a ring: people who, over weeks, report the same accounts and little else.

The chance that somebody who sees the same corner of the product reports an account is the share of that corner who did
(`report_groups.POOL`), times the other accounts that one reported: who reports a lot meets others as a matter of
course, as in a random graph of given degrees (Chung and Lu 2002). So moderators, curators and the regulars of one
server, who have reported dozens, make no ring, and people who have reported three accounts, the same three, do.
"""

from __future__ import annotations

from itertools import chain, combinations
from math import comb, log10, prod

from detectors.report_groups import POOL, Accused
from detectors.report_weeks import LEAST, Weeks
from detectors.surprise import binomial

OTHERS_MOST = 6  # further accounts compared, those with the most reporters in common
SIZES = (2, 3, 4)  # of them that a ring has in common: a fourth victim makes it the more certain


def ring_of(weeks: Weeks, target: str, mine: set[str]) -> Accused:
    """Return the most surprising ring among the reporters of `target`, with two to four others in common.

    Cost: up to a millisecond where enough of an account's reporters have two others in common, next to nothing else.
    """
    if len(mine) < LEAST:
        return Accused(how="weeks")
    crowds = {other: mine.intersection(crowd.names) for other, crowd in weeks.crowds.items() if other != target}
    shared = sorted((-len(names), other) for other, names in crowds.items() if len(names) >= LEAST)
    best, first = Accused(how="weeks"), [other for _, other in shared[:OTHERS_MOST]]
    for others in chain.from_iterable(combinations(first, size) for size in SIZES):
        group = mine.intersection(*[crowds[other] for other in others])
        if len(group) >= LEAST:
            usual = sum([_chance(weeks, name, others) for name in sorted(mine)])
            asked = comb(len(shared), len(others)) * (len(others) - 1)
            above = binomial(len(mine), len(group), usual / len(mine)) - log10(asked)
            if above > best.surprise:
                best = Accused(above, group, usual, how="weeks")
    common = [other for _, other in shared if len(crowds[other] & best.names) >= LEAST]
    return best._replace(targets={target, *common})


def _chance(weeks: Weeks, name: str, others: tuple[str, ...]) -> float:
    """Return how likely one reporter of an account also reported some others, as people of one corner do."""
    crowds = [weeks.crowds[other] for other in others]
    elsewhere = weeks.reported(name) - 1 - sum([name in crowd.names for crowd in crowds])
    sizes = [len(crowd.names) << crowd.level for crowd in crowds]
    return prod([min(1.0, size / max(POOL, 2 * size) * max(1, elsewhere)) for size in sizes])
