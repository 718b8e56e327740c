"""Reviewers from many countries who begin with the same few things, which hardly anybody else reviews.

A village, a class and a book club review what nobody else does as well, and nothing of their reviews tells them from a
list's; but they live in one country, or two. Fans of one maker come at his launch, and those who wrote before come,
too. 2026-11: on ten made-up products no honest account was in such a block, wherever it wrote from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from detectors.blocks import Circle, Told
from detectors.review_rings import OTHERS, SHARED, Ring, most_of

TOGETHER_H = 24  # a festival's visitors review on one day; who is paid may be given a few days only
TWICE = 2  # of these things: who reviews one only came upon it
BEGUN = 0.9  # of who reviewed two or more, those whose first posts of all these are
COUNTRIES, IN_ONE = 3, 0.5  # of which they are, and the share of the largest: on a border there are two


def strewn_of(thing: str, by_thing: Told, by_account: Told, begun: Mapping[str, str]) -> Ring:
    """Return the accounts around a thing that reviewed most of the same few things, which are hardly anybody else's.

    `begun`: who began to post with a review in the two weeks, and in which country. Since these live in no one town,
    that each reviewed a thing is as likely as by its share of all reviews. None where others wrote half as many.
    """
    circle = Circle(by_thing, by_account, lambda name: len(by_account[name]))
    block = circle.block(thing, SHARED, TOGETHER_H)
    people = Counter([name for one in block.things for name in by_thing[one]])
    known = [name for name, count in people.items() if count >= TWICE]
    if not known or not _apart([begun[name] for name in known if name in begun], len(known)):
        return Ring()
    others = sum([len(by_thing[one].keys() - block.names) for one in block.things])
    if others >= OTHERS * block.pairs:
        return Ring()
    reviews = sum(map(len, by_thing.values()))
    surprise, usual = circle.judged(block, SHARED, lambda name, size: (len(by_account[name]) - 1) * size / reviews)
    surprise = min(surprise, most_of(len(block.of), len(block.things)))
    countries = len({begun[name] for name in block.names if name in begun})
    return Ring(surprise, block.names, block.things, usual, block.pairs, countries)


def _apart(countries: list[str], names: int) -> bool:
    """Tell whether most began here, and in many countries.

    >>> _apart(["DE", "US", "IN", "US"], 4), _apart(["DE", "US", "DE", "US"], 4), _apart(["DE", "US", "IN"], 5)
    (True, False, False)
    """
    many = Counter(countries)
    return len(countries) >= BEGUN * names and len(many) >= COUNTRIES and max(many.values()) <= IN_ONE * len(countries)
