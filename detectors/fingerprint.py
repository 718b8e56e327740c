"""Fingerprints that near-copies of a text share.

The text is cut into pairs of neighbouring long words, and the pair with the lowest weighted hash stands for it: the
first in a random order, so two texts agree with a probability equal to the share of pairs they have in common (Broder
1997; weights: Chum et al. 2008). One key per text, not one per band of hashes, so that a wave meets in one place and
gives one alert; copies whose key pair was edited away meet in smaller groups.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

from detectors import disguise
from detectors.plain_text import MOST_CHARS, has_link, words
from detectors.shared_words import words_hashed
from schemas.event import Event

LONG = 4  # letters; shorter words mean little in most languages
PAIRS_LEAST = 5  # below, an edit changes too much for pairs to be compared: the whole line is the key
EDGES_FROM, HEAD, TAIL = 8, 2, 1  # in a longer text greeting and ending, which vary most, cannot be the key
WORDS_LEAST = 5  # long words without which a line is a common phrase ...
WORDS_LEAST_WITH_LINK = 2  # ... unless it carries a link
# 2026-11: where words are not parted by spaces, characters that are as much as one long word and what is around it (two
# or three to a word in Chinese and Japanese), and those that are as much as a pair: two letters meet by chance.
CHARACTERS, RUN = 3, 4
KEPT = 512  # texts whose keys are at hand: those to come, and copies come close together; at most 16 MB


def fingerprints_of(event: Event) -> tuple[str, ...]:
    """Return the key under which the event's text meets its near-copies; () without a text, or for one too short.

    Behind it stand the text's words (`detectors.shared_words`), and how it is disguised, if it is
    (`detectors.disguise`).
    """
    if not event.text:
        return ()
    text = event.text[:MOST_CHARS]
    found = _met(text, event.target is not None, bool(event.domains) or has_link(text))
    if not found or event.text.isascii() or (way := disguise.way(text)) is None:
        return found
    return (*found, way)


def marked(found: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Return a text's key, alone, if it begins with `mark` (texts with a link: "l", without: "p"), else ()."""
    return found[:1] if found and found[0][0] == mark else ()


def fingerprints(text: str, *, answers: bool = False, linked: bool = False) -> tuple[str, ...]:
    """Return the key under which near-copies of `text` meet; () where it is too short to mean anything.

    `answers` says that the text points to another's content, which it may repeat after RT; `linked` that a link comes
    with it, if not in it. A key begins with l where there is a link, else with p. Cost: about 10 microseconds for a
    line of 20 words.

    >>> fingerprints("Thank you so much!")
    ()
    >>> one = fingerprints("Dear Ann, our exclusive trading course earns money fast, claim your invitation today")
    >>> one == fingerprints("Hello BOB!! Our exclusive tr4ding course earns m0ney fast; claim your invitation today.")
    True
    """
    return _met(text[:MOST_CHARS], answers, linked or has_link(text))[:1]


@lru_cache(KEPT)
def _met(text: str, answers: bool, linked: bool) -> tuple[str, ...]:  # a cache is quicker without names
    found = words(text, answers=answers)
    if found and len(found[-1]) == 1 and all([len(word) == 1 for word in found]):
        return _unspaced(found, linked=linked)
    long = [word for word in found if len(word) >= LONG]
    if len(long) <= PAIRS_LEAST:
        needed = WORDS_LEAST_WITH_LINK if linked else WORDS_LEAST
        return (_key(" ".join(found), linked=linked), words_hashed(long)) if len(long) >= needed else ()
    inner = long[HEAD:-TAIL] if len(long) >= EDGES_FROM else long
    return (_key(_lowest(list(map(" ".join, pairwise(inner)))), linked=linked), words_hashed(long))


def _unspaced(found: list[str], *, linked: bool) -> tuple[str, ...]:
    """Return the key of a text in characters: of a long one the lowest run of `RUN`, of a short one the whole line."""
    many = len(found) // CHARACTERS
    if many < (WORDS_LEAST_WITH_LINK if linked else WORDS_LEAST):
        return ()
    runs = ["".join(found[at : at + RUN]) for at in range(len(found) - RUN + 1)]
    whole = "".join(found)
    parts = [whole[at : at + CHARACTERS] for at in range(len(found))]
    parts = [part for part in parts if crc32(part.encode()) % CHARACTERS == 0]  # as many as there are words
    return (_key(_lowest(runs) if many > PAIRS_LEAST else whole, linked=linked), words_hashed(parts))


def _lowest(pairs: list[str]) -> str:
    # At random but for their length: long words are rare, and a key should not be a common phrase.
    weights = [crc32(pair.encode()) / (len(pair) * len(pair)) for pair in pairs]
    least = min(weights)
    first = pairs[weights.index(least)]
    if weights.count(least) > 1:
        first = min([pair for pair, weight in zip(pairs, weights, strict=True) if weight == least])
    return first


def _key(found: str, *, linked: bool) -> str:
    return ("l" if linked else "p") + blake2b(found.encode(), digest_size=8).hexdigest()
