"""Words, pairs of neighbouring words and beginnings of a text as hashes: most of a text's features.

Words are looked up in a table of those seen lately, pairs and beginnings hashed all at once as arrays, so that not a
name is built for any.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from detectors.text_hashes import BITS, BUCKETS, PARTS, Hashes, mixed
from detectors.text_reading import Reading
from detectors.word_table import WordTable

MOST_WORDS, MOST_PAIRS, MOST_GRAMS, MOST_CAPITALS = 160, 88, 64, 12
GRAM, GRAM_WIDE = 4, 6  # bytes: in scripts beyond ASCII a letter takes two or three
OPENING = 2 * MOST_GRAMS  # characters in which the beginning is looked for
OPENS = MOST_GRAMS + GRAM - 1  # characters in which it is, in ASCII

_CAPITALS = re.compile(r"\b[^\W\d_a-z]{3,}\b")
_CAPITALS_ASCII = re.compile(r"\b[A-Z]{3,}\b", re.ASCII)
_SINGLE, _CAPITAL = crc32(b"w:"), crc32(b"C:")  # what hashes begin with
_MASK, _ABOVE = BUCKETS - 1, PARTS.index("words") << BITS
_PART = np.uint32(_ABOVE)
_NARROW, _WIDE = np.uint32(0xC2B2AE3D), np.uint64(0x9E3779B97F4A7C15)
_DOWN, _DOWN_WIDE = np.uint32(32 - BITS), np.uint64(64 - BITS)
_ABOVE_FEATURES = np.uint64(32)  # where in 64 bits the number of the text stands
_SIX_BYTES = np.uint64((1 << 8 * GRAM_WIDE) - 1)
_FOUR, _EIGHT = np.dtype("<u4"), np.dtype("<u8")


class _Words(WordTable[int]):
    """The features of words; a number is told by its length alone."""

    def find(self, word: str) -> int:
        spelt = b"#%d" % len(word) if word.isdecimal() else word.encode(errors="replace")
        return crc32(spelt, _SINGLE) & _MASK | _ABOVE


feature_of = _Words().__getitem__


class Draft(NamedTuple):
    """A text's features as far as Python makes them: `known` are done; `ordered` words make pairs, `opening` the rest.

    None is empty: what is too short for a pair or a run of `GRAM` has one word, or `GRAM` - 1 bytes.
    """

    known: list[int]
    ordered: list[int]
    opening: bytes


def draft(reading: Reading, others: list[int], most: int) -> Draft:
    """Return what makes the first `most` of `others` (one at least), the text's words, pairs and beginnings."""
    words = list(map(feature_of, reading.words))
    known = others + (words if len(words) <= MOST_WORDS else list(dict.fromkeys(words))[:MOST_WORDS])
    ordered = words[: MOST_PAIRS + 1] or known[:1]
    left = min(MOST_GRAMS, most - len(known) - len(ordered) + 1)
    opening = _opening(reading.folded)
    if opening.isascii():
        return Draft(known, ordered, opening[: left + GRAM - 1].encode().ljust(GRAM - 1))
    return Draft(known + _wide(opening.encode(errors="replace"), left), ordered, bytes(GRAM - 1))


def finished(drafts: Sequence[Draft]) -> list[bytes]:
    """Return the features of each draft as sorted, distinct 32-bit integers: all at once, as arrays.

    Cost: 1 microsecond a text where there are dozens, 40 for a single one.
    """
    sizes = [len(part) for parts in zip(*drafts, strict=True) for part in parts]
    texts = np.arange(len(drafts), dtype=np.uint64)
    known = np.frombuffer(array("I", chain.from_iterable(one.known for one in drafts)), np.uint32)
    ordered = array("I", chain.from_iterable(one.ordered for one in drafts))
    ordered.append(0)
    runs = b"".join([one.opening for one in drafts])
    pairs = mixed(np.frombuffer(ordered, np.uint32))
    grams = np.ndarray((len(runs),), _FOUR, runs + bytes(GRAM - 1), 0, (1,)) * _NARROW
    hashes = np.concatenate((pairs, grams)) >> _DOWN | _PART
    _unite(hashes, np.cumsum(sizes[len(drafts) :]), known[np.cumsum([0, *sizes[: len(drafts) - 1]])])
    keys: NDArray[np.uint64] = np.repeat(np.tile(texts << _ABOVE_FEATURES, 3), sizes)
    keys += np.concatenate((known, hashes))
    return _cut(keys, texts)


def _unite(hashes: Hashes, ends: NDArray[np.intp], own: Hashes) -> None:
    """Overwrite what spans two texts by something `own` to the first: the last of pairs, the last three of runs."""
    pairs, runs = ends[: len(own)], ends[len(own) :]
    hashes[pairs - 1] = own
    for back in range(1, GRAM):
        hashes[runs - back] = own


def _cut(keys: NDArray[np.uint64], texts: NDArray[np.uint64]) -> list[bytes]:
    keys.sort(kind="stable")  # twice as fast: they come in runs, text by text
    new = np.empty(len(keys), bool)
    new[0] = True
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    keys = keys[new]
    ends = (4 * np.searchsorted(keys, texts + np.uint64(1) << _ABOVE_FEATURES)).tolist()
    packed = keys.astype(np.uint32).tobytes()
    return [packed[start:end] for start, end in pairwise([0, *ends])]


def capitals(plain: str) -> list[int]:
    """Return the features of words written in capitals."""
    found = dict.fromkeys((_CAPITALS_ASCII if plain.isascii() else _CAPITALS).findall(plain))
    kept = list(found)[:MOST_CAPITALS]
    return [crc32(word.lower().encode(errors="replace"), _CAPITAL) & _MASK | _ABOVE for word in kept]


def _opening(folded: str) -> str:
    """Return the beginning, white space taken together."""
    if folded.isascii() and len(short := " ".join(folded[:OPENING].split())) >= OPENS:
        return short
    return " ".join(folded[: 2 * OPENING].split())[:OPENING]


def _wide(spelt: bytes, most: int) -> list[int]:
    """Return the features of the first runs of `GRAM_WIDE` bytes."""
    count = min(most, len(spelt) - GRAM_WIDE + 1)
    if count < 1:
        return []
    wide = np.ndarray((count,), _EIGHT, spelt + b"\0\0", 0, (1,)) & _SIX_BYTES
    found: list[int] = (wide * _WIDE >> _DOWN_WIDE | np.uint64(_ABOVE)).tolist()
    return found
