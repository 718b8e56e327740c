"""How much of their texts those have in common who meet under one fingerprint: a clause by chance, or the whole.

A fingerprint says that two texts share one pair of words. Here the longer words of a few of the texts are kept as
hashes, and those are counted that nearly all of them have. The sample is by hash of account and words, so that neither
order nor lateness decides it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from statistics import median
from zlib import crc32

from msgspec import Struct

from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event

KEPT = 32  # words of a text, those with the lowest hashes: so the same word is kept, or left out, in all texts
DIGITS, HASHES = 4, 1 << 16
NAME = 8  # hexadecimal digits before the words: whose text it is
NEARLY_ALL = 0.75  # of the sampled texts: one in four may be of another origin, or edited just there
HALF = 0.5  # of a text: what is less is not the text that is shared but something in it ...
# 2026-11: ... and where it is less than a sentence (ten to twelve words, six of them longer), or than long texts on one
# thing have in common anyhow (on ten made-up products up to 0.31), no text was copied.
SENTENCE, ANYHOW = 6, 1 / 3
# Longer words: what products suggest to write ("Hello, I am interested in your offer. Is it still available?") has six.
LONG, MOST = 8, 2 / 3  # with so much of a text: of a template of a sentence one word in three is filled in


class Shared(Struct, frozen=True):
    """What copies have in common: `words` longer words of the `of` that such a text has (median); 0 of 0: not known."""

    words: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """Return the share of a text that is the same."""
        return self.words / self.of if self.of else 0.0

    @property
    def clause(self) -> bool:
        """Tell whether the texts differ but for a few words."""
        return 0 < self.of and self.share < HALF and self.words < max(SENTENCE, ANYHOW * self.of)

    @property
    def long(self) -> bool:
        """Tell whether most of the text is the same, and more than a product or custom puts into people's mouths."""
        return self.words >= LONG and self.share >= MOST

    def told(self) -> str:
        """Say it, after "posted"; of texts of which nothing is known, as of two only, that they are nearly the same."""
        if not self.of:
            return "nearly the same text"
        if self.words >= self.of:
            return f"one text (its {counted(self.of, 'longer word')} all the same)" if self.of > 1 else "one text"
        return f"texts with the same {self.words} of {counted(self.of, 'longer word')}"


def words_hashed(found: Sequence[str]) -> str:
    """Return a text's distinct words as hashes, the lowest `KEPT` of them. Cost: 4 microseconds for 20 words."""
    lowest = sorted({crc32(word.encode()) % HASHES for word in found})[:KEPT]
    return "".join([f"{each:04x}" for each in lowest])


def note(event: Event, tally: Tally) -> None:
    """Keep the words of a text in the tally's sample."""
    if event.fingerprints[1:]:  # `len` is a call
        tally.text(f"{_whose(event.subject)}{event.fingerprints[1]}")


def shared(tallies: Iterable[Tally]) -> Shared:
    """Return what the texts sampled in some tallies have in common."""
    return _in_common(_sampled(tallies))


def shared_by(names: Iterable[str], tallies: Iterable[Tally]) -> Shared:
    """Return what the sampled texts of some accounts have in common."""
    return _in_common(_of(names, _sampled(tallies)))


def unlike(names: Iterable[str], others: Iterable[str], tallies: Iterable[Tally]) -> set[str]:
    """Return those of `others` whose sampled texts all lack half of what the texts of most of `names` have in common.

    Of whom no text is sampled nothing is known but that the fingerprint is the same.
    """
    texts = _sampled(tallies)
    found = Counter(each for text in _of(names, texts) for each in _hashes(text))
    most = NEARLY_ALL * max(found.values(), default=0)
    same = {each for each, number in found.items() if number >= most}
    known, alike = set[str](), set[str]()
    for text in texts:
        known.add(text[:NAME])
        if len(same.intersection(_hashes(text))) >= HALF * len(same):
            alike.add(text[:NAME])
    return {name for name in others if _whose(name) in known - alike}


def _sampled(tallies: Iterable[Tally]) -> tuple[str, ...]:
    return tuple(sorted({text for tally in tallies for text in tally.texts or ()}))


def _of(names: Iterable[str], texts: tuple[str, ...]) -> tuple[str, ...]:
    whose = {_whose(name) for name in names}
    return tuple([text for text in texts if text[:NAME] in whose])


@lru_cache(256)
def _in_common(texts: tuple[str, ...]) -> Shared:  # asked again with each copy, of a sample that seldom changes
    kept = [_hashes(text) for text in texts]
    if len(kept) < 2:
        return Shared()
    # Of a text with more words than are kept only hashes up to the last kept are known.
    top = min([hashes[-1] for hashes in kept if len(hashes) == KEPT], default=HASHES - 1)
    known = [hashes[: bisect_right(hashes, top)] for hashes in kept]
    found = Counter(chain.from_iterable(known))
    scale = HASHES / (top + 1)
    same = sum([number >= NEARLY_ALL * len(kept) for number in found.values()])
    return Shared(round(same * scale), round(median(map(len, known)) * scale))


@lru_cache(maxsize=1024)  # several ask for the same
def _whose(name: str) -> str:
    return f"{crc32(name.encode()):08x}"


@lru_cache(maxsize=4096)  # a sample changes by one text at a time
def _hashes(text: str) -> tuple[int, ...]:
    return tuple([int(text[at : at + DIGITS], 16) for at in range(NAME, len(text), DIGITS)])
