"""Which newcomers say the same again and again at one place, and how many say something else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from detectors.pairs import PARTED

SHARED = 4  # accounts that post a text there make it one that goes round; a couple of friends say the same
TWICE = 2  # copies of an account, of one such text or of several: who joins in with a call says it once


class Repeating(NamedTuple):
    """Who posted shared texts twice or more, and how many newcomers posted texts at all; of how many such texts."""

    names: frozenset[str] = frozenset()
    newcomers: int = 0
    texts: int = 0


def repeating(members: Iterable[str]) -> Repeating:
    """Return what members of tallies show: each a text's key, an account and its post."""
    posts = [member.split(PARTED) for member in members]
    whose = defaultdict[str, set[str]](set)
    for text, name, _ in posts:
        whose[text].add(name)
    shared = {text for text, names in whose.items() if len(names) >= SHARED}
    copies = Counter([name for text, name, _ in posts if text in shared])
    names = frozenset([name for name, number in copies.items() if number >= TWICE])
    return Repeating(names, len({name for _, name, _ in posts}), len(shared))
