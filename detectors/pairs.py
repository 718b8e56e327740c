"""Pairs kept as one name of a tally: an account and its card, an amount and who paid it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from detectors.tally import Tally

PARTED = "\0"  # between the two


def first_of(pair: str) -> str:
    """Return the first of the two."""
    return pair.partition(PARTED)[0]


def by_first(pairs: Iterable[str]) -> Counter[str]:
    """Return how many pairs each first one is in.

    >>> by_first(["a" + PARTED + "b", "a" + PARTED + "c"])
    Counter({'a': 2})
    """
    return Counter([pair.partition(PARTED)[0] for pair in pairs])  # not by `first_of`: a call for each of thousands


def pairs_of(window: Sequence[Tally]) -> set[str]:
    """Return the pairs that are members of a window's tallies."""
    return {pair for tally in window for pair in tally.members}
