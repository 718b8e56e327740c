"""Names hashed into `BUCKETS` (Weinberger et al. 2009, feature hashing), and what parts of a text there are."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BITS = 18
BUCKETS = 1 << BITS
# Of a text's features; a hash's higher bits say which
PARTS = ("author", "origin", "links", "shape", "words", "copies", "signs")
SIGNS = PARTS.index("signs")  # few and telling: each counts in full, however long the text
COPIES = 3  # a known author or text weighs as much as three words
_MASK = BUCKETS - 1
# Odd numbers without a pattern: a product's upper bits are a hash (Dietzfelbinger et al. 1997, multiply-shift).
_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA6B
_TOP = 32 - BITS
_ODD = [_FIRST + 2 * number for number in range(COPIES)]
_BOTH = np.array([_FIRST * _SECOND & 0xFFFFFFFF, _SECOND], np.uint32)

Hashes = NDArray[np.uint32]


def hashed(name: str) -> int:
    """Return the bucket of a named feature.

    >>> 0 <= hashed("w:free") < BUCKETS
    True
    """
    return crc32(name.encode(errors="replace")) & _MASK


def marked(part: int, name: str) -> int:
    """Return the bucket of a named feature, above it the part that it belongs to."""
    return hashed(name) | part << BITS


def heavy(part: int, name: str) -> list[int]:
    """Return `COPIES` features of one name, which so weighs as much as so many words."""
    found, above = crc32(name.encode(errors="replace")), part << BITS
    return [(found * odd & 0xFFFFFFFF) >> _TOP | above for odd in _ODD]


def mixed(words: Hashes) -> Hashes:
    """Return a number for each pair of neighbours among two `words` or more, its upper `BITS` bits a hash."""
    found: Hashes = np.correlate(words, _BOTH)
    return found


def pair(one: int, other: int) -> int:
    """Return the bucket of one pair.

    >>> pair(5, 7) == int(mixed(np.array([5, 7], np.uint32))[0]) >> 32 - BITS
    True
    """
    return (one * _FIRST * _SECOND + other * _SECOND) % (1 << 32) >> _TOP
