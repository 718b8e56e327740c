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

from collections.abc import Callable, Iterable, Mapping
from math import ceil, sqrt
from typing import cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from detectors.text_calibration import fitted, noted
from detectors.text_chunks import CHUNK, Counts, packed, unpacked
from detectors.text_hashes import BITS, BUCKETS, PARTS, SIGNS
from detectors.text_memory import Lesson, ModelMemory, Version
from detectors.text_teaching import OWN
from detectors.text_weights import plain, weigh, weigh_all
from schemas.event import Belief

HOUR_S = 3600.0
FADE_H, FADE_ABOVE = 24 * 28, 4000  # each four weeks all is halved, as long as it is more than so many verdicts
TELLING = 2.0  # log-odds from which on it is worked out what speaks for them
_MASK = np.uint32(BUCKETS - 1)
# One call where `sum` makes three; cast, since NumPy 2.5 does not let type checkers call a `reduce` of two operands.
_sum = cast("Callable[[NDArray[np.float64]], np.float64]", np.add.reduce)


class TextModel:
    """Judges and learns. Memory: 8 MB. Cost: 4 microseconds a judgement, 10 a lesson, 10 ms an hour with lessons."""

    def __init__(self, seeds: Mapping[int, tuple[float, float]]) -> None:
        """`seeds`: by bucket, the violations and benign texts believed seen with the feature before any verdict."""
        self.memory = ModelMemory()
        self.counts: Counts = np.zeros((2, BUCKETS), np.float32)  # of verdicts alone
        self.believed: Counts = np.zeros((2, BUCKETS), np.float32)
        for bucket, seen in seeds.items():
            self.believed[:, bucket] = seen
        self.touched: set[int] = set()  # chunks changed since they were stored
        self._late: NDArray[np.uint32] = np.zeros(0, np.uint32)
        self._change: Counts = np.zeros((2, 0), np.float32)
        self._weights: NDArray[np.float64] | None = None  # of all buckets, until the model changes

    def restore(self, memory: ModelMemory, chunks: Mapping[int, bytes]) -> None:
        """Take up what was stored."""
        self.memory, self._weights = memory, None
        self._late = np.frombuffer(memory.late, np.uint32)
        self._change = np.frombuffer(memory.change, np.float32).reshape(2, -1)
        for number, chunk in chunks.items():
            self.counts[:, number * CHUNK : (number + 1) * CHUNK] = unpacked(chunk)

    def chunk(self, number: int) -> bytes:
        """Return a chunk to store: only what is not zero in it."""
        return packed(self.counts[:, number * CHUNK : (number + 1) * CHUNK])

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
            version, buckets = self.memory.last, index & _MASK
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
        sure = self._plain(index & _MASK, signs, hour) if signs < len(index) else (0.0, False)
        parts = _by_part(index, each * share) if max(raw, odds, sure[0]) >= TELLING else ()
        return Belief(raw, odds, int(version.violations), int(version.benign), parts, int(version.unnamed), *sure)

    def _plain(self, buckets: NDArray[np.uint32], signs: int, hour: int) -> tuple[float, bool]:
        """Return the log-odds by the signs, which begin at `signs`, and whether they are plain: few texts have any."""
        here, others = buckets[signs:], buckets[:signs]
        return plain(self._seen(here, hour), self.believed[:, here], self.believed[:, others])

    def _seen(self, buckets: NDArray[np.uint32], hour: int) -> NDArray[np.float64]:
        """Return what verdicts had said of some buckets by `hour`."""
        found = self.counts[:, buckets].astype(np.float64)
        return found if hour >= self.memory.hour else (found - self._lately(buckets)) * self.memory.scale

    def _now(self) -> NDArray[np.float64]:
        """Return the weight of every bucket in the model of this hour: made once, when the first text asks."""
        if self._weights is None:
            self._weights = weigh_all(self.counts, self.believed, self.memory.now)
        return self._weights

    def _lately(self, buckets: NDArray[np.uint32]) -> NDArray[np.float64]:
        found = np.zeros((2, len(buckets)))
        if len(self._late):
            at = np.minimum(np.searchsorted(self._late, buckets), len(self._late) - 1)
            there = self._late[at] == buckets
            found[:, there] = self._change[:, at[there]]
        return found

    # Learning.

    def advance(self, hour: int, lessons: Mapping[int, Iterable[Lesson]]) -> None:
        """Become the model of `hour`: learn `lessons`, by the hour from which on they count, none later than `hour`."""
        memory = self.memory
        for at in sorted({*lessons, *_fades(memory.hour, hour)}):
            if at < hour:
                self._fade(memory.hour, at)
                self._learn(lessons.get(at, ()))
                memory.hour = at
        memory.last = self._fitted()
        memory.scale = self._fade(memory.hour, hour)
        self._learn(lessons.get(hour, ()))
        memory.hour, memory.now = hour, self._fitted()
        memory.late, memory.change = self._late.tobytes(), self._change.tobytes()

    def _learn(self, lessons: Iterable[Lesson]) -> None:
        change: dict[int, list[float]] = {}
        totals, unnamed = [0.0, 0.0], 0.0
        for lesson in lessons:
            side = 0 if lesson.violation else 1
            for bucket, own in dict.fromkeys(_told(lesson.features)):
                change.setdefault(bucket, [0.0, 0.0])[side] += lesson.own if own else lesson.weight
            if lesson.raw is not None:
                totals[side] += lesson.weight
                unnamed += 0.0 if lesson.named else lesson.weight
                noted(self.memory.bins, lesson.raw, violation=lesson.violation, weight=lesson.weight)
        self._late = np.array(sorted(change), np.uint32)
        self._change = np.array([change[bucket] for bucket in sorted(change)], np.float32).reshape(-1, 2).T.copy()
        self.counts[:, self._late] += self._change
        self.touched.update(np.unique(self._late // CHUNK).tolist())
        if change or any(totals):
            self._weights = None
        before = self.memory.now
        self.memory.now = Version(before.violations + totals[0], before.benign + totals[1], before.slope, before.shift,
                                  before.unnamed + unnamed)  # fmt: skip

    def _fade(self, before: int, after: int) -> float:
        """Halve everything once for each four weeks that begin after hour `before`, up to `after`; return the factor.

        The halves are exact in binary, so that the model of the hour before can be told exactly. A site with few
        verdicts keeps them all.
        """
        marks = after // FADE_H - before // FADE_H if before else 0
        share, known = 1.0, self.memory.now.violations + self.memory.now.benign
        while marks > 0 and known * share > FADE_ABOVE:
            share, marks = share / 2, marks - 1
        if share == 1.0:
            return 1.0
        self.counts *= np.float32(share)
        self._weights = None
        self.touched.update(range(ceil(BUCKETS / CHUNK)))
        memory, now = self.memory, self.memory.now
        memory.bins = {at: (bad * share, good * share) for at, (bad, good) in memory.bins.items()}
        memory.now = Version(now.violations * share, now.benign * share, now.slope, now.shift,
                             now.unnamed * share)  # fmt: skip
        return 1.0 / share

    def _fitted(self) -> Version:
        slope, shift = fitted(self.memory.bins)
        now = self.memory.now
        return Version(now.violations, now.benign, slope, shift, now.unnamed)


def _by_part(index: NDArray[np.uint32], each: NDArray[np.float64]) -> tuple[float, ...]:
    sums = np.bincount(index >> np.uint32(BITS), each, len(PARTS)).tolist()
    return tuple(round(one, 3) for one in sums)


def _told(features: bytes) -> Iterable[tuple[int, bool]]:
    """Return each feature's bucket, and whether it says who wrote the text or which one it is."""
    index = np.frombuffer(features, np.uint32)
    return zip((index & _MASK).tolist(), np.isin(index >> np.uint32(BITS), OWN).tolist(), strict=True)


def _fades(before: int, after: int) -> set[int]:
    """Return the hours between the two at which something fades."""
    first = (before // FADE_H + 1) * FADE_H if before else after
    return set(range(max(first, after - 60 * FADE_H), after, FADE_H))
