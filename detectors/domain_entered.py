"""Accounts that were entered one after the other, all over the world, and all tell one new thing, be it once.

Who holds many accounts need not write to many with each: a few who know the owner trust him. People are measured by
what they do together (COMPA, Egele et al. 2013): that one account posts from where it just came is one in ten, that all
who tell a new thing do is nobody's chance. Who comes to one network within hours of another is counted with him: an
office moves, a fair begins, and all its guests tell its page.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from detectors.domain_alone import joined
from detectors.domain_told import NEW, TAKEN, Said
from detectors.newcomers import TAKEN as TAKEN_SHARE
from detectors.novelty import LATELY_S
from detectors.surprise import binomial

VISITS = 7  # as `domain_push` asks for, of whom nobody else joins


def entered(window: dict[str, Said]) -> dict[str, Said]:
    """Return those of earlier days here that were entered within hours."""
    return {name: one for name, one in window.items() if one.what & TAKEN and not one.what & NEW and one.network}


def visits(found: dict[str, Said]) -> int:
    """Return how often some came to a network, one of those who tell it there within hours of each other."""
    times = defaultdict[int, list[float]](list)
    for one in found.values():
        times[one.network].append(one.time)
    return sum([_apart(sorted(some)) for some in times.values()])


def _apart(times: list[float]) -> int:
    return 1 + sum([later - earlier > LATELY_S for earlier, later in pairwise(times)])


def of_entered(window: dict[str, Said]) -> float:
    """Return the surprise that so many of all who tell it were entered.

    0 for few, in few threads, or where known ones join.

    >>> some = {f"u{i}": Said(i * 9000.0, "", i + 1, 9, TAKEN, (i,)) for i in range(8)}
    >>> of_entered(some), of_entered({**some, "u0": Said(0.0, "", 0, 9, 0, (1, 2, 3))})
    (8.0, 0.0)
    """
    found = entered(window)
    if len(found) < VISITS or (came := visits(found)) < VISITS or joined(window):  # the first is asked of each post
        return 0.0
    if len({target for one in found.values() for target in one.targets}) < VISITS:
        return 0.0
    return binomial(came + len(window) - len(found), came, TAKEN_SHARE)
