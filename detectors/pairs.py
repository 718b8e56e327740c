"""Pairs kept as one name of a tally: an account and its card, an amount and who paid it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from detectors.counts import EXAMPLES_KEPT
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


def show(tally: Tally, mine: Container[str]) -> None:
    """Let a bucket show events of those accused alone: `carried` are pairs of one of them, or another, and an event."""
    told = [(time, pair) for pair, time in (tally.carried or {}).items() if first_of(pair) in mine]
    tally.examples = [(time, pair.partition(PARTED)[2]) for time, pair in sorted(told)[:EXAMPLES_KEPT]]


def pairs_of(window: Sequence[Tally]) -> set[str]:
    """Return the pairs that are members of a window's tallies."""
    return {pair for tally in window for pair in tally.members}
