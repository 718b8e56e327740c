"""What each feature of a text model says: its log-odds, by what was judged and by what was believed before.

The kinds of verdicts are seldom as many of one as of the other, so the more numerous kind's counts are scaled down to
the other's total: a feature's share among violations stands against its share among benign texts, and what was never
seen says nothing, however many verdicts of one kind there are. What is believed before any verdict is added as it is.
So verdicts of one kind alone speak against (or for) what they are about, and never for (or against) anything.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from detectors.text_memory import Version

SMOOTHING = 0.4  # added to every count
BEFORE = 0.5  # verdicts of each kind imagined beside those given: so much do those of one kind alone say
RARITY = 1.0  # verdicts at which half of a feature's log-odds counts


PLAIN_SIGNS = 4.0  # log-odds of the signs alone: one strong sign cannot reach it, two do


def weigh(seen: NDArray[np.float64], believed: NDArray[np.float32], version: Version) -> NDArray[np.float64]:
    """Return each feature's log-odds, drawn towards nothing while it has been `seen` rarely (violations, benign).

    `believed`: the same, as imagined before any verdict, where both kinds are equally many.
    """
    bad, good = version.violations + BEFORE, version.benign + BEFORE
    fewer = min(bad, good)
    each: NDArray[np.float64] = np.log(seen[0] * (fewer / bad) + believed[0] + SMOOTHING)
    each -= np.log(seen[1] * (fewer / good) + believed[1] + SMOOTHING)
    every = seen.sum(axis=0) + believed.sum(axis=0)
    each *= every / (every + RARITY)
    return _held(each, seen, believed) if believed.any() else each


def weigh_all(counts: NDArray[np.float32], believed: NDArray[np.float32], version: Version) -> NDArray[np.float64]:
    """Return the same of every feature: most were neither seen nor believed anything of, and say nothing."""
    known = np.flatnonzero((counts + believed).any(axis=0))
    each = np.zeros(counts.shape[1])
    each[known] = weigh(counts[:, known].astype(np.float64), believed[:, known], version)
    return each


def _held(each: NDArray[np.float64], seen: NDArray[np.float64], believed: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the log-odds, no more than believed before where only benign verdicts speak, no less where none does.

    A verdict against what is believed makes it known better, too: for a while that would weigh more than the verdict.
    """
    before = np.log(believed[0] + SMOOTHING) - np.log(believed[1] + SMOOTHING)
    every = believed.sum(axis=0)
    before *= every / (every + RARITY)
    np.minimum(each, before, out=each, where=seen[0] == 0.0)
    np.maximum(each, before, out=each, where=seen[1] == 0.0)
    return each


def plain(signs: NDArray[np.float64], believed: NDArray[np.float32], others: NDArray[np.float32]) -> tuple[float, bool]:
    """Return the log-odds of a text by its plain signs, as if nothing had been learned but of those; whether enough.

    `signs`: what verdicts said of each (violations, benign), `believed` of each before, and of the text's `others`.
    Words that are frequent among benign texts, or a low share of violations, say nothing of an order to drop the rules;
    benign verdicts on texts with that order do, one by one, whatever the number of other verdicts (those of one author
    ever less: `detectors.text_teaching`). So it is never more than without any verdict.
    """
    cold, nothing = Version(), np.zeros_like(believed, np.float64)
    each = np.minimum(weigh(signs, believed, cold), weigh(nothing, believed, cold))
    words = weigh(np.zeros_like(others, np.float64), others, cold)
    odds = round(float(each.sum()) + float(words.sum()) / sqrt(others.shape[1] + 1), 6)
    return max(0.0, odds), float(each.sum()) >= PLAIN_SIGNS
