"""The ring of reviewers around one thing, and how surprising it is: by what all have done, or most of it, apart."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import inf, log10, prod
from typing import NamedTuple

from detectors.blocks import Block, Circle, Told
from detectors.surprise import binomial

LEAST = 5  # accounts in common: below, a family
OTHERS_MOST = 8  # further things compared, those with the most reviewers in common
LOCAL = 10.0  # times the average: people review what there is in their town, or of their trade, a tenth of a site
BELIEVED = 1.0  # further review, were things chosen without regard to the town: so much `LOCAL` is believed
OTHERS = 0.5  # times a circle's reviews, at least, others wrote of its things: else they are its own, not the site's
COMMON, MORE = 3, 0.5  # things in common; each further one is one in three
EACH = 1.0  # of friends on a journey who review the same three things, each further one is one in ten
OLDER_HOURS = 24  # a thing that others reviewed so long before: what is new is reviewed with all else that is new
SHARED, TOGETHER_H = 4, 48  # accounts of a circle that reviewed each thing; hours: who is in one town reviews there
THEIRS = 2 / 3  # of a new thing's reviewers, that reviewed the others, too: at a launch most review one or another


class Ring(NamedTuple):
    """Accounts that reviewed the same things, how surprising that is, and how many were expected.

    `pairs`, of a circle: of accounts and things, how many there are; then that many were not expected, but `usual`.
    `countries`: of how many those are who began with what hardly anybody else reviews (`review_strewn`).
    `back`: of how many that they came back with it on several days (`contact_ring`).
    """

    surprise: float = 0.0
    names: frozenset[str] = frozenset()
    things: tuple[str, ...] = ()
    usual: float = 0.0
    pairs: int = 0
    countries: int = 0
    back: int = 0


def ring_of(thing: str, by_thing: Told, by_account: Told) -> Ring:
    """Return the most surprising ring among the reviewers of a thing. Cost: some microseconds for most."""
    mine, best = by_thing.get(thing, {}).keys(), Ring()
    if len(mine) < LEAST:
        return best
    shared = Counter(other for name in mine for other in by_account[name] if other != thing)
    ranked = sorted((-count, other) for other, count in shared.items() if count >= LEAST)
    pairs = list(combinations([other for _, other in ranked[:OTHERS_MOST]], 2))
    reviews = sum(map(len, by_thing.values())) if pairs else 0
    for pair in pairs:
        names = frozenset(mine & by_thing[pair[0]].keys() & by_thing[pair[1]].keys())
        if len(names) >= LEAST and len(names) >= len(best.names):
            things = (thing, *[other for _, other in ranked if len(names & by_thing[other].keys()) >= LEAST])
            weighed = _weighed(things, names, by_thing)
            if weighed < COMMON:
                continue
            usual = sum([_chance(len(by_account[name]), pair, by_thing, reviews) for name in sorted(mine)])
            above = binomial(len(mine), len(names), usual / len(mine)) - log10(len(pairs))
            surprise = min(above, most_of(len(names), weighed))
            best = max(best, Ring(max(0.0, surprise), names, things, usual), key=lambda one: one.surprise)
    return best


def circle_of(thing: str, by_thing: Told, by_account: Told) -> Ring:
    """Return the accounts around a thing that reviewed most of the same few things, on days of their own.

    Who pays for them gives each a list, and leaves some out: hardly two things of it all have in common. How much these
    things have in common, as those of one town do, their other reviewers show.
    """
    circle = Circle(by_thing, by_account, lambda name: len(by_account[name]))
    found = circle.block(thing, SHARED, TOGETHER_H)
    weighed = sum([_known_first(by_thing[one], found.names) for one in found.things])
    if weighed < COMMON:
        return Ring()
    reviews = sum(map(len, by_thing.values()))
    local = _local(found, by_thing, by_account) / reviews
    surprise, usual = circle.judged(found, SHARED, lambda name, size: local * (len(by_account[name]) - 1) * size)
    surprise = min(surprise, most_of(len(found.names), weighed))
    return Ring(surprise, found.names, found.things, usual, found.pairs)


def _local(block: Block, by_thing: Told, by_account: Told) -> float:
    """Return how many times as often as others those who reviewed one of a block's things review another of them.

    Infinite where others wrote hardly any reviews of them beside the block's: a village, a book club.
    """
    others = {name for thing in block.things for name in by_thing[thing] if name not in block.of}
    mine = [len(by_account[name].keys() & set(block.things)) for name in sorted(others)]
    if sum(mine) < OTHERS * block.pairs:
        return inf
    share = sum([len(by_thing[thing]) for thing in block.things]) / sum(map(len, by_thing.values()))
    expected = share * sum([len(by_account[name]) - 1 for name in others])
    return max(1.0, (LOCAL * BELIEVED + sum(mine) - len(mine)) / (BELIEVED + expected))


def most_of(names: int, things: int) -> float:
    """Return the surprise of so many accounts with so many things in common, at the most."""
    return EACH * (names - 1) + MORE * (things - COMMON)


def _weighed(things: tuple[str, ...], names: frozenset[str], by_thing: Told) -> int:
    """Return how many things say something: those known before and, where any is, new ones that are the ring's own."""
    older = sum([_older(by_thing[one], names) for one in things])
    if not 0 < older < COMMON:
        return older
    own = [one for one in things if len(names & by_thing[one].keys()) >= THEIRS * len(by_thing[one])]
    return older + sum([not _older(by_thing[one], names) for one in own])


def _older(reviewed: dict[str, int], names: frozenset[str]) -> bool:
    """Tell whether others reviewed a thing long before these did."""
    others = [hour for name, hour in reviewed.items() if name not in names]
    return bool(others) and min(others) + OLDER_HOURS < min([reviewed[name] for name in names if name in reviewed])


def _known_first(reviewed: dict[str, int], names: frozenset[str]) -> bool:
    """Tell whether others reviewed a thing a day before most of these did.

    The first of these may have come before anything that is kept.
    """
    others = [hour for name, hour in reviewed.items() if name not in names]
    mine = sorted([hour for name, hour in reviewed.items() if name in names])
    return bool(others) and min(others) + OLDER_HOURS < mine[len(mine) // 2]


def _chance(own: int, pair: tuple[str, ...], by_thing: Told, reviews: int) -> float:
    """Return how likely one who reviewed so many things reviewed these two, too, as people of a town do."""
    return prod([min(1.0, LOCAL * max(1, own - 1) * len(by_thing[other]) / reviews) for other in pair])
