"""Texts that people write: Zipf's law over a small vocabulary, short phrases that everybody uses, some links."""

from __future__ import annotations

from functools import cache
from random import Random

import numpy as np

from pipeline.simulate.chance import arrays, mixed, single
from pipeline.simulate.words import BY_LANGUAGE, NAMES, PHRASES, SITES, SURNAMES

_POOL = 1 << 14  # words drawn at once
_SMALL_SITES = 4000
_RARE = 3000
_SYLLABLES = (
    "ba be bo ca co cu da de di do fa fi ga go ha ho ja ka ki la le li lo ma me mi mo na ne no pa pe pi po ra re ri ro "
    "sa se si so ta te ti to va ve vi wa wi za zo bran cher dell fort gram hurst kent lund mark nord pont quist rick "
    "sten tron ville worth"
).split()


class Prose:
    """Draws texts. Two long texts by chance have next to no run of words in common."""

    def __init__(self, seed: int) -> None:
        self._arrays, self.chance = arrays(seed, "prose"), single(seed, "prose")
        self._pools: dict[str, tuple[list[str], int]] = {}

    def words(self, count: int, language: str = "en") -> str:
        """Return `count` words (fewer than 16,384)."""
        pool, at = self._pools.get(language, ([], 0))
        if at + count > len(pool):
            pool, at = self._draw(language), 0
        self._pools[language] = pool, at + count
        return " ".join(pool[at : at + count])

    def text(self, language: str = "en") -> str:
        """Return a post or comment: mostly some sentences, now and then a phrase that others write too."""
        if self.chance.random() < 0.12:
            return self.chance.choice(PHRASES)
        count = min(90, max(3, int(self.chance.lognormvariate(2.6, 0.7))))
        return self.words(count, language).capitalize() + self.chance.choice((".", ".", "!", "?", "", " :)"))

    def link(self) -> str:
        """Return a link: half of them to a few large sites."""
        if self.chance.random() < 0.5:
            host = SITES[min(int(self.chance.expovariate(0.4)), len(SITES) - 1)]
        else:
            host = f"site-{self.chance.randrange(_SMALL_SITES)}.example"
        return f"https://{host}/{self.chance.getrandbits(32):x}"

    def _draw(self, language: str) -> list[str]:
        words = _vocabulary(language)
        # Mandelbrot's form: the very first words are less frequent than Zipf's. The hundred most frequent words are
        # then half of a text, as in English; the other half is what makes texts differ.
        weights = 1 / (np.arange(len(words)) + 3.7)
        drawn = self._arrays.choice(len(words), _POOL, p=weights / weights.sum())
        return [words[index] for index in drawn.tolist()]


@cache
def _vocabulary(language: str) -> list[str]:
    """Return the language's frequent words, and after them rare ones: names, terms, slips."""
    common = BY_LANGUAGE.get(language) or BY_LANGUAGE["en"]
    chance = single(0, f"rare words {language}")
    rare = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))) for _ in range(_RARE)}
    return [*common, *sorted(rare, key=lambda word: mixed(len(word), int.from_bytes(word.encode())))]


def handle(chance: Random) -> str:
    """Return a public name such as people choose."""
    first, last = chance.choice(NAMES), chance.choice(SURNAMES)
    style = chance.random()
    if style < 0.4:
        return f"{first}{chance.choice(('', '.', '_'))}{last}"
    if style < 0.75:
        return f"{first}{chance.randrange(100):02d}"
    return f"{first[0]}{last}{chance.randrange(1950, 2012)}"
