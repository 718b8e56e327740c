"""Which newcomers went to the same two places: the two that most of them have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from detectors.pairs import PARTED

LEAST = 3  # at a place in common: of fewer nobody asks, and pairs of places stay few


class Pair(NamedTuple):
    """Who wrote at both places, which these are (by name; () for none), and how many newcomers wrote at either."""

    names: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    newcomers: int = 0


def paired(members: Iterable[str]) -> Pair:
    """Return what members show, each an account and a place; of two pairs of places with as many, the first by name.

    >>> both = [f"{name}{PARTED}{place}" for name in ("ann", "bob", "cy") for place in ("event", "host")]
    >>> found = paired([*both, f"dee{PARTED}host", f"dee{PARTED}elsewhere", f"eve{PARTED}event"])
    >>> sorted(found.names), found.places, found.newcomers
    (['ann', 'bob', 'cy'], ('event', 'host'), 5)
    >>> paired([f"ann{PARTED}event"])
    Pair(names=frozenset(), places=(), newcomers=0)
    """
    at = defaultdict[str, set[str]](set)
    for member in members:
        name, _, place = member.partition(PARTED)
        at[name].add(place)
    several = {name: places for name, places in at.items() if len(places) > 1}
    known = Counter([place for places in several.values() for place in places])
    many = {place for place, number in known.items() if number >= LEAST}
    pairs = Counter([pair for places in several.values() for pair in combinations(sorted(places & many), 2)])
    if not pairs:
        return Pair()
    most = max(pairs.values())
    first, second = min([pair for pair, number in pairs.items() if number == most])
    names = frozenset([name for name, places in several.items() if first in places and second in places])
    return Pair(names, (first, second), sum([first in places or second in places for places in at.values()]))
