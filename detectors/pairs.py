"""Pairs kept as one name of a tally: an account and its card, an amount and who paid it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice
from typing import Self

from detectors.counts import EXAMPLES_KEPT
from detectors.tally import Tally
from schemas.event import Event

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


def carry_event(event: Event, tally: Tally) -> None:
    """Let a tally carry an event and whose it is."""
    tally.carry(f"{event.subject}{PARTED}{event.id}", event.time)


def pairs_noted(pairs: Mapping[str, float]) -> list[tuple[float, str, str]]:
    """Return pairs apart, each after its time.

    >>> pairs_noted({"ann" + PARTED + "a1": 9.0})
    [(9.0, 'ann', 'a1')]
    """
    return [(time, *_apart(pair)) for pair, time in pairs.items()]


def _apart(pair: str) -> tuple[str, str]:
    first, _, second = pair.partition(PARTED)
    return first, second


def show(tally: Tally, mine: Container[str]) -> None:
    """Let a bucket show events of those accused alone: `carried` are pairs of one of them, or another, and an event."""
    told = [(time, pair) for pair, time in (tally.carried or {}).items() if first_of(pair) in mine]
    tally.examples = [(time, pair.partition(PARTED)[2]) for time, pair in sorted(told)[:EXAMPLES_KEPT]]


def pairs_of(window: Sequence[Tally]) -> set[str]:
    """Return the pairs that are members of a window's tallies."""
    return {pair for tally in window for pair in tally.members}


class Grown:
    """What follows from the members of a window's tallies, carried on from one question to the next.

    In a flood each event asks about the window of the one before. No part of answers: what is kept holds as long as the
    tallies' members are the very dicts that were counted, which are only added to (a sample of them is another dict).
    """

    def __init__(self) -> None:
        self._seen: list[tuple[dict[str, float], int]] = []
        self._start()

    def of(self, window: Sequence[Tally]) -> Self:
        """Count what has come since the last question, or all of another window."""
        members = [tally.members for tally in window if tally.members]
        if len(members) < len(self._seen) or not all(map(_grown, self._seen, members)):
            self._start()
            self._seen = []
        old = [size for _, size in self._seen] + [0] * (len(members) - len(self._seen))
        for names, size in zip(members, old, strict=True):
            self._add(islice(reversed(names.items()), len(names) - size))
        self._seen = [(names, len(names)) for names in members]
        return self

    def _start(self) -> None:
        """Forget all."""
        raise NotImplementedError

    def _add(self, members: Iterable[tuple[str, float]]) -> None:
        """Count some more, each with when it was first seen in its bucket."""
        raise NotImplementedError


class Counted(Grown):
    """Pairs that are members of a window's tallies."""

    def with_one(self, pair: str | None) -> int:
        """Return how many pairs the first of a pair that is not among them would be in; 0 for one that is."""
        return 0 if pair is None or pair in self._pairs else self._each[first_of(pair)] + 1

    def _start(self) -> None:
        self._pairs = set[str]()
        self._each = Counter[str]()
        self.reached = Counter[int]()  # how many firsts are in so many pairs or more

    def _add(self, members: Iterable[tuple[str, float]]) -> None:
        for pair, _ in members:
            if number := self.with_one(pair):
                self._pairs.add(pair)
                self._each[first_of(pair)] = number
                self.reached[number] += 1

    @property
    def most(self) -> int:
        """Return in how many pairs the first one is that is in most."""
        return len(self.reached)


def _grown(seen: tuple[dict[str, float], int], now: dict[str, float]) -> bool:
    return seen[0] is now and seen[1] <= len(now)
