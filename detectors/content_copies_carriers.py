"""Who carries a text: the newcomers who posted it, how many others did, from how many networks and to whom."""

from __future__ import annotations

from detectors import shared_words
from detectors.copies import TO
from detectors.domain_whence import APART, NET
from detectors.tally import Tally, sums_of
from detectors.window import accounts_of

HALF = 0.5  # of the posts, to one target: a course, a board or a desk


def carriers(window: list[Tally]) -> tuple[set[str], int]:
    """Return the newcomers who posted the text, and how many others did: none who have but a clause of it."""
    new = {name for tally in window for name in tally.members}
    older = accounts_of(window) - new
    apart = shared_words.unlike(new, new | older, window)
    return new - apart, len(older - apart)


def entered(window: list[Tally]) -> set[str]:
    """Return who was entered within hours from somewhere new: fifty at most."""
    return {name for tally in window for name in tally.marked or ()}


def is_own(window: list[Tally], new: set[str]) -> bool:
    """Tell whether what is written comes from networks of their own, and goes not mostly to one target."""
    if networks_of(window, new) < APART * len(new):
        return False
    return max(sums_of(window, TO).values(), default=0.0) <= HALF * sum([tally.n for tally in window])


def networks_of(window: list[Tally], new: set[str]) -> int:
    """Return from how many networks some newcomers come at least: each of the others may have had one."""
    apart = len({name for tally in window for name in tally.members} - new)
    return len(sums_of(window, NET)) - apart
