"""Handles of one build with drawn digits: what a program gives its accounts, and a crowd does not choose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

LETTERS = 4.0  # on average: a name or a word. Universities give numbers, with a letter or the initials before them
DRAWN = 0.5  # of as many accounts, different digits: a school puts the year behind its pupils' names


class Named(Protocol):
    """What is kept of a sign-up: its handle's `build` ("" where none is told), digits and number of letters."""

    build: str
    digits: str
    letters: int


N = TypeVar("N", bound=Named)


def commonest(made: Sequence[Named]) -> tuple[str, int]:
    """Return the most usual build of handles, and how many have it; of two the first by name."""
    builds = Counter(one.build for one in made)
    return min(builds.items(), key=lambda item: (-item[1], item[0]))


def with_build(made: Sequence[N], build: str) -> list[N]:
    """Return those whose handles are built so."""
    return [one for one in made if one.build == build]


def drawn(made: Sequence[Named]) -> bool:
    """Tell whether handles are names or words with digits that differ."""
    digits = {one.digits for one in made if one.digits}
    return len(digits) >= DRAWN * len(made) and sum(one.letters for one in made) >= LETTERS * len(made)
