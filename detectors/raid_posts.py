"""Which newcomers insist: the posts of each at a place that may be raided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detectors.pairs import first_of
from detectors.tally import Tally

EACH = 3  # posts of an account in the window: of what goes round most who join in say one thing, some are answered


def posts_of(window: Sequence[Tally]) -> Counter[str]:
    """Return the posts of each account."""
    return Counter([first_of(name) for name in set[str]().union(*[tally.members for tally in window])])


def insisting(posts: Counter[str]) -> list[str]:
    """Return the accounts that wrote often enough."""
    return [name for name, number in posts.items() if number >= EACH]
