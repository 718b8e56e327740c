"""What share of a site's sign-ups have throw-away mail or a drawn handle, and how surprising more of them are."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from detectors.surprise import binomial

TRAITS = ("disposable", "odd")
USUAL = {"disposable": 0.05, "odd": 0.06}  # of sign-ups, before anything is learned ...
WEIGHT = 50.0  # ... believed like so many
SWING = 2.0  # an honest hour's share is at most so many times the usual one: a post in a forum, a class, a country
MEMORY = 0.99  # of an hour with sign-ups: halved after three days
BOTH_LEAST = 8  # sign-ups that share a trait
# Of a young site's sign-ups with a drawn handle: the product draws everybody's, two in three of which show.
MANY = 1 / 3


def surprise_of(counts: Sequence[float], known: list[float]) -> float:
    """Return how surprising so many with a trait are among so many sign-ups, for the more surprising trait."""
    signups, best = counts[0], 0.0
    young = known[0] < WEIGHT  # less is known of the site than is believed
    for name, found in zip(TRAITS, counts[1:], strict=True):
        if found >= BOTH_LEAST and not (name == "odd" and found > MANY * signups and young):
            best = max(best, binomial(int(signups), int(found), share_of(known, name)))
    return max(0.0, best - log10(len(TRAITS)))


def share_of(known: list[float], name: str) -> float:
    """Return the most that an honest hour's share of a trait may be, by the hours that are over."""
    return min(1.0, SWING * (known[TRAITS.index(name) + 1] + USUAL[name] * WEIGHT) / (known[0] + WEIGHT))


def folded_in(past: list[float], counts: list[float]) -> list[float]:
    """Return what is remembered after one more hour, whether or not it has been dropped yet: that decides nothing."""
    sums = [MEMORY * past[0] + counts[0]]
    for index, name in enumerate(TRAITS, 1):
        share = (past[index] + USUAL[name] * WEIGHT) / (past[0] + WEIGHT)
        young = name == "odd" and past[0] < WEIGHT  # what the first do is what the product does, as in `_weigh`
        sums.append(
            MEMORY * past[index] + min(counts[index], counts[0] if young else 2 * SWING * share * counts[0] + 1)
        )
    return sums
