"""Words, pairs of neighbouring words and beginnings of a text as hashes: most of a text's features.

Words are looked up in a table of those seen lately, pairs and beginnings hashed all at once as arrays, so that not a
name is built for any.
"""

from __future__ import annotations

import re
from array import array
from zlib import crc32

import numpy as np

from detectors.plain_text import fold
from detectors.text_hashes import BITS, BUCKETS, PARTS, Hashes, paired

MOST_WORDS, MOST_PAIRS, MOST_GRAMS, MOST_CAPITALS = 160, 88, 64, 12
GRAM, GRAM_WIDE = 4, 6  # bytes: in scripts beyond ASCII a letter takes two or three
OPENING = 2 * MOST_GRAMS  # characters in which the beginning is looked for
TABLE, TABLE_CHARS = 1 << 15, 24  # words kept, and the longest of them: about 4 MB

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[$\u20ac\u00a3%!?]+")
_WORD_ASCII = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[$%!?]+")  # the same where nothing else can be, faster
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{3,}\b")
_CAPITALS_ASCII = re.compile(r"\b[A-Z]{3,}\b", re.ASCII)
_SINGLE, _CAPITAL = crc32(b"w:"), crc32(b"C:")  # what hashes begin with
_MASK, _ABOVE = BUCKETS - 1, PARTS.index("words") << BITS
_PART = np.uint32(_ABOVE)
_NARROW, _WIDE = np.uint32(0xC2B2AE3D), np.uint64(0x9E3779B97F4A7C15)
_DOWN, _DOWN_WIDE = np.uint32(32 - BITS), np.uint64(64 - BITS)
_SIX_BYTES = np.uint64((1 << 8 * GRAM_WIDE) - 1)
_FOUR, _EIGHT = np.dtype("<u4"), np.dtype("<u8")


class _Words(dict[str, int]):
    """The features of words, made when first asked for; a number is told by its length alone."""

    def __missing__(self, word: str) -> int:
        if word.isdecimal():
            return crc32(b"#%d" % len(word), _SINGLE) & _MASK | _ABOVE
        found = crc32(word.encode(errors="replace"), _SINGLE) & _MASK | _ABOVE
        if len(word) <= TABLE_CHARS:
            if len(self) >= TABLE:
                self.clear()
            self[word] = found
        return found


feature_of = _Words().__getitem__


def word_features(plain: str, others: list[int]) -> Hashes:
    """Return `others` and the features of a text's words, pairs and beginnings, in no order, some perhaps twice.

    Cost: about 12 microseconds for a line of 20 words.
    """
    folded = fold(plain)
    words = list(map(feature_of, (_WORD_ASCII if folded.isascii() else _WORD).findall(folded)))
    ordered = packed(words[: MOST_PAIRS + 1])
    singles = words if len(words) <= MOST_WORDS else list(dict.fromkeys(words))[:MOST_WORDS]
    hashes: Hashes = np.concatenate((paired(ordered), _beginnings(folded))) if words else _beginnings(folded)
    hashes |= _PART
    return np.concatenate((packed(others + singles), hashes))


def packed(features: list[int]) -> Hashes:
    """Return the integers as an array: three times as fast as numpy makes one of a list."""
    return np.frombuffer(array("I", features), np.uint32)


def capitals(plain: str) -> list[int]:
    """Return the features of words written in capitals."""
    found = dict.fromkeys((_CAPITALS_ASCII if plain.isascii() else _CAPITALS).findall(plain))
    kept = list(found)[:MOST_CAPITALS]
    return [crc32(word.lower().encode(errors="replace"), _CAPITAL) & _MASK | _ABOVE for word in kept]


def _beginnings(folded: str) -> Hashes:
    """Return the buckets of each run of `GRAM` bytes at the beginning, white space taken together."""
    opening = " ".join(folded[: 2 * OPENING].split())[:OPENING]
    if opening.isascii():
        count = min(MOST_GRAMS, len(opening) - GRAM + 1)
        if count < 1:
            return _NOTHING
        narrow: Hashes = np.ndarray((count,), _FOUR, opening.encode(), 0, (1,)) * _NARROW >> _DOWN
        return narrow
    spelt = opening.encode(errors="replace")
    count = min(MOST_GRAMS, len(spelt) - GRAM_WIDE + 1)
    if count < 1:
        return _NOTHING
    wide = np.ndarray((count,), _EIGHT, spelt + b"\0\0", 0, (1,)) & _SIX_BYTES
    return (wide * _WIDE >> _DOWN_WIDE).astype(np.uint32)


_NOTHING: Hashes = np.zeros(0, np.uint32)
