"""What verdicts have taught a model of texts: counts by feature, and how it fades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

import numpy as np
from numpy.typing import NDArray

from detectors.text_calibration import fitted, noted
from detectors.text_chunks import CHUNK, Counts, packed, unpacked
from detectors.text_hashes import BITS, BUCKETS
from detectors.text_memory import Lesson, ModelMemory, Version
from detectors.text_teaching import OWN

FADE_H, FADE_ABOVE = 24 * 28, 4000  # each four weeks all is halved, as long as it is more than so many verdicts
MASK = np.uint32(BUCKETS - 1)


class Taught:
    """The part of `TextModel` that learns and is stored."""

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

    def _seen(self, buckets: NDArray[np.uint32], hour: int) -> NDArray[np.float64]:
        """Return what verdicts had said of some buckets by `hour`."""
        found = self.counts[:, buckets].astype(np.float64)
        return found if hour >= self.memory.hour else (found - self._lately(buckets)) * self.memory.scale

    def _lately(self, buckets: NDArray[np.uint32]) -> NDArray[np.float64]:
        found = np.zeros((2, len(buckets)))
        if len(self._late):
            at = np.minimum(np.searchsorted(self._late, buckets), len(self._late) - 1)
            there = self._late[at] == buckets
            found[:, there] = self._change[:, at[there]]
        return found

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


def _told(features: bytes) -> Iterable[tuple[int, bool]]:
    """Return each feature's bucket, and whether it says who wrote the text or which one it is."""
    index = np.frombuffer(features, np.uint32)
    return zip((index & MASK).tolist(), np.isin(index >> np.uint32(BITS), OWN).tolist(), strict=True)


def _fades(before: int, after: int) -> set[int]:
    """Return the hours between the two at which something fades."""
    first = (before // FADE_H + 1) * FADE_H if before else after
    return set(range(max(first, after - 60 * FADE_H), after, FADE_H))
