"""Texts of one account in a window: a mailing's, which are one or two, told from those that are worded anew."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from detectors.tally import Tally, sums_of
from schemas.event import Event

WORDINGS = 2  # of a mailing: with a name and without ...
OF_THESE = 2  # ... which are most of it: else no more count than so many times the posts of all other texts
SLOTS = 32  # texts are told apart by hash: the memory is bounded
TEXT = "text"  # with which the names of such counts begin


def note_text(event: Event, tally: Tally) -> None:
    """Count a post of its text; what has no fingerprint (a greeting, a picture) is of one text."""
    for text in event.fingerprints[:1] or ("",):
        tally.add(f"{TEXT}{crc32(text.encode()) % SLOTS}")


def reworded(window: Iterable[Tally], count: float) -> float:
    """Return how many of a window's targets count: all, or `OF_THESE` times the posts of the rarer texts, if fewer.

    Grows with each post, so that none makes a window colder.
    """
    posts = sums_of(window, TEXT)
    return min(count, OF_THESE * sum(sorted(posts.values(), reverse=True)[WORDINGS:]))
