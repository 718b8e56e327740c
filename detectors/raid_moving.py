"""Which newcomers move together from place to place, saying one thing: a crowd at one, and the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from detectors.pairs import PARTED

CROWD = 3  # newcomers who say it at one place ...
AT_ONCE_S = 600.0  # ... within so long: who come together are there together
TWICE = 2  # such places of an account: at one anything may have gone round


class Moving(NamedTuple):
    """Who was in a crowd at `TWICE` places or more, at how many places there was one, and all who said it."""

    names: frozenset[str] = frozenset()
    places: int = 0
    newcomers: int = 0


def moving(tallies: Iterable[Mapping[str, float]]) -> Moving:
    """Return what members of tallies show: each a place and an account, with the time at which it first said it there.

    >>> pairs = {f"{place}{PARTED}{who}": 60.0 * at for at, place in enumerate("xy") for who in ("ann", "bob", "cy")}
    >>> sorted(moving([pairs, {f"x{PARTED}dee": 9000.0}]).names), moving([pairs]).places
    (['ann', 'bob', 'cy'], 2)
    """
    at = defaultdict[str, list[tuple[float, str]]](list)
    for members in tallies:
        for member, time in members.items():
            place, _, name = member.partition(PARTED)
            at[place].append((time, name))
    crowds = [crowd for posts in at.values() if len(posts) >= CROWD and (crowd := crowded(sorted(posts)))]
    times = Counter([name for crowd in crowds for name in crowd])
    everybody = {name for posts in at.values() for _, name in posts}
    return Moving(frozenset([name for name, number in times.items() if number >= TWICE]), len(crowds), len(everybody))


def crowded(posts: list[tuple[float, str]]) -> set[str]:
    """Return who was there with others, of sorted posts of one place.

    >>> sorted(crowded([(0.0, "ann"), (9.0, "bob"), (599.0, "cy"), (9000.0, "dee")]))
    ['ann', 'bob', 'cy']
    """
    found, first = set[str](), 0
    for last, (time, _) in enumerate(posts):
        while posts[first][0] < time - AT_ONCE_S:
            first += 1
        there = {name for _, name in posts[first : last + 1]}
        if len(there) >= CROWD:
            found |= there
    return found
