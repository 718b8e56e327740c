"""A classifier of texts that learns from verdicts: counts of hashed features, so that no order of learning matters.

Naive Bayes over the features present (Metsis et al. 2006; `detectors.text_weights`), the sum over the root of their
number (features are far from independent; a sign of attack counts in full), then calibrated by how earlier texts,
scored before their verdicts, turned out (`detectors.text_calibration`). What else was tried, and lost:
`detectors/docs/text.md`.

Verdicts count from the second full hour after their own on: a text of hour h is judged by all verdicts of hours
before h - 1. So every text has its model whatever the order in which texts and verdicts of an hour were seen; the
model of the hour before is kept too, for texts that come late.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from detectors.text_chunks import CHUNK
from detectors.text_hashes import BITS, PARTS, SIGNS
from detectors.text_memory import ModelMemory
from detectors.text_taught import MASK, Taught
from detectors.text_weights import plain, weigh, weigh_all
from schemas.beliefs import Belief

HOUR_S = 3600.0
TELLING = 2.0  # log-odds from which on it is worked out what speaks for them
# One call where `sum` makes three; cast, since NumPy 2.5 does not let type checkers call a `reduce` of two operands.
_sum = cast("Callable[[NDArray[np.float64]], np.float64]", np.add.reduce)


class TextModel(Taught):
    """Judges and learns. Memory: 8 MB. Cost: 4 microseconds a judgement, 10 a lesson, 10 ms an hour with lessons."""

    def copied(self) -> TextModel:
        """Return another model that is now as this one, to be stored as a whole."""
        other = TextModel({})
        other.believed = self.believed
        other.restore(msgspec.convert(msgspec.to_builtins(self.memory), ModelMemory), {})
        other.counts = self.counts.copy()
        other.touched = {int(n) for n in np.flatnonzero(self.counts.any(axis=0).reshape(-1, CHUNK).any(axis=1))}
        return other

    # Judging.

    def judge(self, features: bytes, hour: int) -> Belief:
        """Return what the model of `hour` (that of a text's time) holds of a text."""
        index = np.frombuffer(features, np.uint32)
        version = self.memory.now
        if hour < self.memory.hour:
            version, buckets = self.memory.last, index & MASK
            each = weigh(self._seen(buckets, hour), self.believed[:, buckets], version)
        else:
            each = self._now().take(index, mode="wrap")  # by bucket, whatever the part
        signs, share = len(index), 1.0
        if features and index.item(-1) >= SIGNS << BITS:  # sorted, signs the last part: most texts have none
            signs = int(index.searchsorted(SIGNS << BITS))
            each[:signs] /= sqrt(signs + 1)
        else:
            share /= sqrt(signs + 1)  # of the sum: the same, and only one number
        raw = round(float(_sum(each)) * share, 6)  # the last digits differ between processors
        odds = version.slope * raw + version.shift
        sure = self._plain(index & MASK, signs, hour) if signs < len(index) else (0.0, False)
        parts = _by_part(index, each * share) if max(raw, odds, sure[0]) >= TELLING else ()
        return Belief(raw, odds, int(version.violations), int(version.benign), parts, int(version.unnamed), *sure)

    def _plain(self, buckets: NDArray[np.uint32], signs: int, hour: int) -> tuple[float, bool]:
        """Return the log-odds by the signs, which begin at `signs`, and whether they are plain: few texts have any."""
        here, others = buckets[signs:], buckets[:signs]
        return plain(self._seen(here, hour), self.believed[:, here], self.believed[:, others])

    def _now(self) -> NDArray[np.float64]:
        """Return the weight of every bucket in the model of this hour: made once, when the first text asks."""
        if self._weights is None:
            self._weights = weigh_all(self.counts, self.believed, self.memory.now)
        return self._weights


def _by_part(index: NDArray[np.uint32], each: NDArray[np.float64]) -> tuple[float, ...]:
    sums = np.bincount(index >> np.uint32(BITS), each, len(PARTS)).tolist()
    return tuple(round(one, 3) for one in sums)
