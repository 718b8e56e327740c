"""A classifier of texts that learns from verdicts: counts of hashed features, so that no order of learning matters.

Naive Bayes over the features present (Metsis et al. 2006), each one's log-odds drawn towards nothing while it has been
seen rarely, the sum over the root of their number (features are far from independent; a sign of attack counts in full),
then Platt's
calibration (1999) fitted to how earlier texts, scored before their verdicts, turned out. What else was tried, and lost:
`detectors/docs/text.md`.

Verdicts count from the second full hour after their own on: a text of hour h is judged by all verdicts of hours
before h - 1. So every text has its model whatever the order in which texts and verdicts of an hour were seen; the
model of the hour before is kept too, for texts that come late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, exp, log10, sqrt
from math import e as EULER
from typing import NamedTuple

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from detectors.text_hashes import BITS, BUCKETS, PARTS, SIGNS
from schemas.event import Belief

HOUR_S = 3600.0
SMOOTHING = 0.4  # added to every count
RARITY = 1.0  # verdicts at which half of a feature's log-odds counts
FADE_H, FADE_ABOVE = 24 * 28, 4000  # each four weeks all is halved, as long as it is more than so many verdicts
BIN, BINS_MOST = 0.5, 40  # of the raw log-odds, for calibration
TELLING = 2.0  # log-odds from which on it is worked out what speaks for them
FIRM = 200.0  # how firmly the raw log-odds are believed before verdicts disagree: weight of (slope 1, shift 0)
FIRM_SHIFT = 20.0
CHUNK = 4096  # buckets of one stored entry
Counts = NDArray[np.float32]
_MASK = np.uint32(BUCKETS - 1)


class Version(Struct, array_like=True, frozen=True):
    """What belongs to one hour's model beside its counts."""

    violations: float = 0.0
    benign: float = 0.0
    slope: float = 1.0
    shift: float = 0.0


class ModelMemory(Struct, array_like=True):
    """What is small of a model. `bins`: violations and benign by raw log-odds; `scale`: of `last` against now."""

    hour: int = 0
    now: Version = Version()
    last: Version = Version()
    scale: float = 1.0
    bins: dict[int, tuple[float, float]] = field(default_factory=dict)
    late: bytes = b""  # features that the last hour changed, as sorted 32-bit integers
    change: bytes = b""  # by how much, violations then benign, as 32-bit floats


class Lesson(NamedTuple):
    """One verdict: features, how the text was scored (None: it was not), and `weight` (-1 takes one back)."""

    features: bytes
    raw: float | None
    violation: bool
    weight: float = 1.0


class TextModel:
    """Judges and learns. Memory: 6 MB. Cost: 4 microseconds a judgement, 10 a lesson, 10 ms an hour with lessons."""

    def __init__(self, seeds: Mapping[int, tuple[float, float]]) -> None:
        """`seeds`: by bucket, the violations and benign texts believed seen with the feature before any verdict."""
        self.memory = ModelMemory()
        self.counts: Counts = np.zeros((2, BUCKETS), np.float32)
        for bucket, seen in seeds.items():
            self.counts[:, bucket] = seen
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
            self.counts[:, number * CHUNK : (number + 1) * CHUNK] = _unpacked(chunk)

    def chunk(self, number: int) -> bytes:
        """Return a chunk to store: only what is not zero in it."""
        return _packed(self.counts[:, number * CHUNK : (number + 1) * CHUNK])

    # Judging.

    def judge(self, features: bytes, hour: int) -> Belief:
        """Return what the model of `hour` (that of a text's time) holds of a text."""
        index = np.frombuffer(features, np.uint32)
        version = self.memory.now
        if hour < self.memory.hour:
            version, buckets = self.memory.last, index & _MASK
            each = _weigh((self.counts[:, buckets] - self._lately(buckets)) * self.memory.scale, version)
        else:
            each = self._now().take(index, mode="wrap")  # by bucket, whatever the part
        signs, share = len(index), 1.0
        if features and index.item(-1) >= SIGNS << BITS:  # sorted, signs the last part: most texts have none
            signs = int(index.searchsorted(SIGNS << BITS))
            each[:signs] /= sqrt(signs + 1)
        else:
            share /= sqrt(signs + 1)  # of the sum: the same, and only one number
        raw = round(float(np.add.reduce(each)) * share, 6)  # the last digits differ between processors
        odds = version.slope * raw + version.shift
        parts = _by_part(index, each * share) if odds >= TELLING else ()
        return Belief(raw, odds, int(version.violations), int(version.benign), parts)

    def _now(self) -> NDArray[np.float64]:
        """Return the weight of every bucket in the model of this hour: made once, when the first text asks."""
        if self._weights is None:
            self._weights = _weigh(self.counts.astype(np.float64), self.memory.now)
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
        totals = [0.0, 0.0]
        for lesson in lessons:
            side = 0 if lesson.violation else 1
            for bucket in dict.fromkeys((np.frombuffer(lesson.features, np.uint32) & _MASK).tolist()):
                change.setdefault(bucket, [0.0, 0.0])[side] += lesson.weight
            if lesson.raw is not None:
                totals[side] += lesson.weight
                self._calibrate(lesson.raw, side, lesson.weight)
        self._late = np.array(sorted(change), np.uint32)
        self._change = np.array([change[bucket] for bucket in sorted(change)], np.float32).reshape(-1, 2).T.copy()
        self.counts[:, self._late] += self._change
        self.touched.update(np.unique(self._late // CHUNK).tolist())
        if change or any(totals):
            self._weights = None
        before = self.memory.now
        self.memory.now = Version(before.violations + totals[0], before.benign + totals[1], before.slope, before.shift)

    def _calibrate(self, raw: float, side: int, weight: float) -> None:
        at = max(-BINS_MOST, min(BINS_MOST, round(raw / BIN)))
        bad, good = self.memory.bins.get(at, (0.0, 0.0))
        self.memory.bins[at] = (bad + weight, good) if side == 0 else (bad, good + weight)

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
        memory.now = Version(now.violations * share, now.benign * share, now.slope, now.shift)
        return 1.0 / share

    def _fitted(self) -> Version:
        slope, shift = fitted(self.memory.bins)
        return Version(self.memory.now.violations, self.memory.now.benign, slope, shift)


def _by_part(index: NDArray[np.uint32], each: NDArray[np.float64]) -> tuple[float, ...]:
    sums = np.bincount(index >> np.uint32(BITS), each, len(PARTS)).tolist()
    return tuple(round(one, 3) for one in sums)


def _weigh(seen: NDArray[np.float64], version: Version) -> NDArray[np.float64]:
    """Return each feature's log-odds, drawn towards nothing while it has been `seen` rarely (violations, benign)."""
    every = seen.sum(axis=0)
    each: NDArray[np.float64] = np.log((seen[0] + SMOOTHING) / (version.violations + 2 + 2 * SMOOTHING))
    each -= np.log((seen[1] + SMOOTHING) / (version.benign + 2 + 2 * SMOOTHING))
    each *= every / (every + RARITY)
    return each


def _fades(before: int, after: int) -> set[int]:
    """Return the hours between the two at which something fades."""
    first = (before // FADE_H + 1) * FADE_H if before else after
    return set(range(max(first, after - 60 * FADE_H), after, FADE_H))


def fitted(bins: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
    """Return slope and shift of the logistic curve through the bins, drawn towards (1, 0): Newton's method.

    >>> fitted({})
    (1.0, 0.0)
    """
    slope, shift = 1.0, 0.0
    cells = [(at * BIN, *seen) for at, seen in sorted(bins.items()) if seen[0] + seen[1] > 0]
    for _ in range(12 if cells else 0):
        g_slope, g_shift = FIRM * (slope - 1.0), FIRM_SHIFT * shift
        h_slope, h_both, h_shift = FIRM, 0.0, FIRM_SHIFT
        for x, bad, good in cells:
            p = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, slope * x + shift))))
            n = bad + good
            g, h = n * p - bad, n * p * (1 - p)
            g_slope, g_shift = g_slope + g * x, g_shift + g
            h_slope, h_both, h_shift = h_slope + h * x * x, h_both + h * x, h_shift + h
        part = h_slope * h_shift - h_both * h_both
        slope -= max(-1.0, min(1.0, (h_shift * g_slope - h_both * g_shift) / part))
        shift -= max(-2.0, min(2.0, (h_slope * g_shift - h_both * g_slope) / part))
        slope = max(0.05, slope)
    return round(slope, 6), round(shift, 6)


def surprise_of(odds: float) -> float:
    """Return -log10 of the probability that a text of these log-odds is benign after all.

    >>> round(surprise_of(0.0), 3), round(surprise_of(6.9), 2)
    (0.301, 3.0)
    """
    if odds > 30.0:
        return odds * log10(EULER)
    return log10(1.0 + exp(odds))


def _packed(part: Counts) -> bytes:
    there = np.flatnonzero(part.any(axis=0)).astype(np.uint16)
    return len(there).to_bytes(2, "big") + there.tobytes() + part[:, there].tobytes()


def _unpacked(chunk: bytes) -> Counts:
    size = int.from_bytes(chunk[:2], "big")
    there = np.frombuffer(chunk, np.uint16, size, 2)
    found: Counts = np.zeros((2, CHUNK), np.float32)
    found[:, there] = np.frombuffer(chunk, np.float32, 2 * size, 2 + 2 * size).reshape(2, size)
    return found
