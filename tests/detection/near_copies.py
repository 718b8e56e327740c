"""Copies of texts with the edits that spammers make, seeded: how many still meet their original's fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from detectors.fingerprint import fingerprints
from pipeline.simulate.prose import Prose

LOOKALIKE = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "c": "\u0441", "p": "\u0440"}
INVISIBLE = "\u200b\u200c\u2060"
TAILS = ("!!!", " \U0001f525\U0001f525", " #lucky #deal", " 84213", " xkq", " thanks for reading", " @bob @ann")
Edit = Callable[[Random, str], str]


def texts(count: int, seed: int, least: int = 12, most: int = 40) -> list[str]:
    """Return unrelated texts of `least` to `most` words, each with a number in it."""
    prose, random = Prose(seed), Random(seed)
    return [f"{prose.words(random.randint(least, most))} {random.randrange(10, 1000)} days" for _ in range(count)]


def swapped(random: Random, text: str) -> str:
    """Swap two neighbouring words."""
    words = text.split()
    at = random.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def left_out(random: Random, text: str) -> str:
    """Leave a word out."""
    words = text.split()
    del words[random.randrange(len(words))]
    return " ".join(words)


def replaced(random: Random, text: str) -> str:
    """Write another word in the place of one in ten."""
    words, other = text.split(), Prose(random.randrange(1 << 30))
    for at in random.sample(range(len(words)), max(1, len(words) // 10)):
        words[at] = other.words(1)
    return " ".join(words)


def renumbered(random: Random, text: str) -> str:
    """Change every number."""
    return " ".join(str(random.randrange(10, 100_000)) if word.isdecimal() else word for word in text.split())


def disguised(random: Random, text: str) -> str:
    """Write a third of the letters that have a look-alike in another alphabet."""
    return "".join(LOOKALIKE[c] if c in LOOKALIKE and random.random() < 0.33 else c for c in text)


def unseen(random: Random, text: str) -> str:
    """Put characters without width between a tenth of the letters."""
    return "".join(c + random.choice(INVISIBLE) if random.random() < 0.1 else c for c in text)


def lengthened(random: Random, text: str) -> str:
    """Append a tail."""
    return text + random.choice(TAILS)


def all_of_them(random: Random, text: str) -> str:
    """Make every edit, one after the other."""
    for edit in (swapped, replaced, renumbered, disguised, unseen, lengthened):
        text = edit(random, text)
    return text


EDITS: tuple[Edit, ...] = (
    swapped, left_out, replaced, renumbered, disguised, unseen, lengthened, all_of_them,
)  # fmt: skip


def caught(edit: Edit, originals: Sequence[str], seed: int = 1) -> float:
    """Return the share of edited copies that have their original's fingerprint."""
    random = Random(seed)
    return sum(fingerprints(edit(random, one)) == fingerprints(one) != () for one in originals) / len(originals)


def largest_group(edit: Edit, original: str, copies: int, seed: int = 1) -> float:
    """Return the share of a wave's edited copies that meet in its largest group."""
    random = Random(seed)
    found = [fingerprints(edit(random, original)) for _ in range(copies)]
    return max(found.count(key) for key in {*found} if key) / copies if any(found) else 0.0


def joined(unrelated: Sequence[str]) -> float:
    """Return the share of pairs of unrelated texts that have one fingerprint."""
    counts: dict[tuple[str, ...], int] = {}
    for text in unrelated:
        if key := fingerprints(text):
            counts[key] = counts.get(key, 0) + 1
    pairs = len(unrelated) * (len(unrelated) - 1) / 2
    return sum(count * (count - 1) / 2 for count in counts.values()) / pairs
