"""What tells a made-up handle from one that a person chose."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

_VOWELS = frozenset("aeiouyáéíóúäöüæøå")


@lru_cache(maxsize=1 << 14)
def odd(handle: str) -> bool:
    """Tell whether a handle looks drawn by lot: hardly a vowel, or digits all through it. One honest one in fifty does.

    >>> [odd(h) for h in ("xkqzvbwt", "a7f3k9q2", "maria_1987", "thomas", "李小明")]
    [True, True, False, False, False]
    """
    letters = [c for c in handle.casefold() if c.isalpha()]
    if len(handle) < 6 or any(ord(c) > 0x24F for c in letters):
        return False
    runs = sum(a.isdigit() and b.isalpha() for a, b in pairwise(handle))
    vowels = sum(c in _VOWELS for c in letters)
    return runs > 1 or not letters or (len(letters) > 5 and vowels < 0.16 * len(letters))
