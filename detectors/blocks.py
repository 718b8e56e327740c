"""Circles of accounts that do the same few things and little else, each in its own time: paid reviewers, slow brigades.

People who are at one place together (friends on a journey, a festival's visitors, the regulars of a server on whom a
spammer falls) do the same things at the same time. Who works off a list does not: any two do most of what they have in
common on different days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from math import comb, log10
from typing import NamedTuple

from detectors.surprise import binomial

EACH = 3  # things of a block that each of its accounts did: two, a couple have
LEAST = 5  # accounts: as of rings
MOSTLY = 0.6  # of what an account did lately is the block's: others have interests of their own
DENSE = 0.5  # of a block's accounts and things, done: those who do what is popular did a third of it
TOGETHER_MOST = 0.5  # of what two have in common, done within so many hours of each other: else they go together
Done = Mapping[str, Mapping[str, int]]  # name -> name -> hour
Told = dict[str, dict[str, int]]  # the same, as it is put together
Chance = Callable[[str, int], float]  # that one account did a thing that so many did


def told_lately(hours: Mapping[int, Mapping[str, Iterable[str]]], first: int, last: int,
                counts: Callable[[str, int], bool]) -> tuple[Told, Told]:  # fmt: skip
    """Return who did each thing in the hours from the first to the last, and what each did, and since when.

    `hours`: hour -> thing -> names. `counts` tells whether a thing, in an hour, is looked at.
    """
    by_thing, by_name = Told(), Told()
    for hour in sorted(hour for hour in hours if first <= hour <= last):
        for thing, names in hours[hour].items():
            if counts(thing, hour):
                known = by_thing.setdefault(thing, {})
                for name in names:
                    known.setdefault(name, hour)
                    by_name.setdefault(name, {}).setdefault(thing, hour)
    return by_thing, by_name


class Block(NamedTuple):
    """What each of its accounts did of its things, by name; nothing where there is none."""

    of: Mapping[str, frozenset[str]] = {}

    @property
    def names(self) -> frozenset[str]:
        """Return its accounts."""
        return frozenset(self.of)

    @property
    def things(self) -> tuple[str, ...]:
        """Return its things, by name."""
        return tuple(sorted({thing for done in self.of.values() for thing in done}))

    @property
    def pairs(self) -> int:
        """Return how many pairs of account and thing there are; `names` times `things` could be."""
        return sum(map(len, self.of.values()))


class Circle(NamedTuple):
    """Who did what, and when: by thing and by account; `own`: how many things an account did, known here or not."""

    by_thing: Done
    by_name: Done
    own: Callable[[str], int]

    def block(self, thing: str, shared: int, together_h: int, dense: float = DENSE) -> Block:
        """Return the block around a thing, of which each thing was done by `shared` of the block's accounts or more.

        None of accounts that did most of it within `together_h` hours of each other; 0: whenever they did.
        """
        found = Block(self._core(thing, shared))
        many = len(found.of) >= LEAST and thing in found.things
        enough = many and found.pairs >= dense * len(found.of) * len(found.things)
        return found if enough and not (together_h and self.together(found, together_h)) else Block()

    def judged(self, block: Block, shared: int, chance: Chance) -> tuple[float, float]:
        """Return the surprise of a block's pairs, and how many were expected.

        Its accounts were picked of those who did any of its things, and so for one that each did; its things of those
        that so many did and any of its accounts.
        """
        things, names = block.things, len(block.of)
        sizes, every = [len(self.by_thing[thing]) for thing in things], names * len(things)
        usual = sum([min(1.0, chance(name, size)) for name in sorted(block.of) for size in sizes])
        people = {name for thing in things for name in self.by_thing[thing]}
        known = {thing for name in block.of for thing in self.by_name[name] if len(self.by_thing[thing]) >= shared}
        picked = log10(comb(len(people), names)) + log10(comb(len(known), len(things)))
        return max(0.0, binomial(every - names, block.pairs - names, usual / every) - picked), usual

    def _core(self, thing: str, shared: int) -> dict[str, frozenset[str]]:
        """Return accounts with what of a circle's things each did: as many as each must have, of both, are left.

        The circle is that of those who did the thing.
        """
        near = Counter([other for name in self.by_thing.get(thing, ()) for other in self.by_name[name]])
        left = {other for other, count in near.items() if count >= shared}
        if len(left) < EACH:
            return {}
        around = {name for other in left for name in self.by_thing[other]}
        mine = self._enough({name: left & self.by_name[name].keys() for name in around})
        while True:
            count = Counter([one for done in mine.values() for one in done])
            kept = self._enough({name: {one for one in done if count[one] >= shared} for name, done in mine.items()})
            if kept == mine:
                return {name: frozenset(done) for name, done in mine.items()}
            mine = kept

    def _enough(self, of: Mapping[str, set[str]]) -> dict[str, set[str]]:
        """Return those who did enough of these things, and not much else."""
        return {name: done for name, done in of.items() if len(done) >= EACH and len(done) >= MOSTLY * self.own(name)}

    def together(self, block: Block, hours: int) -> bool:
        """Tell whether the accounts did most of what they have in common at the same time, or too few have anything."""
        shares = []
        for one, two in combinations(sorted(block.of), 2):
            if len(common := block.of[one] & block.of[two]) >= EACH:
                apart = [abs(self.by_name[one][thing] - self.by_name[two][thing]) for thing in common]
                shares.append(sum([gap < hours for gap in apart]) / len(apart))
        return sum(shares) >= TOGETHER_MOST * len(shares)
