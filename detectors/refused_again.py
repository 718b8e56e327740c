"""Who is refused on several cards, and how rare that is of people whose own cards fail."""

from __future__ import annotations

from collections.abc import Iterable

from detectors.pairs import by_first

SEVERAL = 2  # cards
# Of new accounts that pay, those refused on two cards, at most: one in ten is refused, half of them try another card,
# and a poor risk is refused again. On 21 made-up products it was one in three thousand.
REFUSED_AGAIN = 0.05
# Of those refused on two, on a third as well, at most: half of them try another, and half of these are refused again.
# On twelve made-up products it was none: of 340 honest new accounts refused in a day one was on two cards.
THREE, AND_AGAIN = 3, 0.25


def refused_again(pairs: Iterable[str]) -> set[str]:
    """Return the accounts of which several cards were refused."""
    return {name for name, number in by_first(set(pairs)).items() if number >= SEVERAL}
