"""The scoring rule of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad 2015).

A labelled window counts once, for its earliest detection, the more the earlier it comes; a detection outside costs,
little just after a window and in full far from one; a missed window costs in full. The sum over all files is set on a
scale on which detecting nothing is 0 and every window at its first point is 100. The threshold is the one that is best
over the whole corpus, as the benchmark has it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from math import exp
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

A_TP, A_FP, A_FN = 1.0, 0.11, 1.0  # standard profile
PROBATION = 0.15  # share of a file (of at most 5000 rows) in which nothing is judged


class Series(NamedTuple):
    """One file: seconds since 1970 (UTC), values, and labelled windows as (first row, last row)."""

    name: str
    times: list[float]
    values: list[float]
    windows: list[tuple[int, int]]


class Result(NamedTuple):
    """The best threshold, its score (0 to 100), and each file's part in found windows and false detections."""

    score: float
    threshold: float
    files: dict[str, tuple[int, int, int, float]]  # windows found, windows, detections outside, points


def load(folder: Path) -> list[Series]:
    """Read `windows.json` and the files it names."""
    windows = json.loads((folder / "windows.json").read_text())
    return [_series(folder, name, spans) for name, spans in sorted(windows.items())]


def _series(folder: Path, name: str, spans: list[list[str]]) -> Series:
    with (folder / name).open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    times = [_seconds(row["timestamp"]) for row in rows]
    found = []
    for first, last in spans:
        inside = [i for i, time in enumerate(times) if _seconds(first) <= time <= _seconds(last)]
        found.append((inside[0], inside[-1]))
    return Series(name, times, [float(row["value"]) for row in rows], found)


def _seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp()


def sigmoid(position: float) -> float:
    """Weigh a detection by its place relative to a window: -1 its first row, 0 its end, beyond it positive."""
    return -1.0 if position > 3 else 2.0 / (1.0 + exp(5.0 * position)) - 1.0


def row_points(series: Series) -> list[tuple[int, float]]:
    """Return for each row (window it lies in, or -1; points of a detection there); probation is left out as (-2, 0)."""
    probation = int(PROBATION * min(len(series.times), 5000))
    points = []
    for row in range(len(series.times)):
        inside = next((w for w, (a, b) in enumerate(series.windows) if a <= row <= b), -1)
        points.append((-2, 0.0) if row < probation else (inside, _points(series, row, inside)))
    return points


def _points(series: Series, row: int, inside: int) -> float:
    if inside >= 0:
        first, last = series.windows[inside]
        return A_TP * sigmoid(-(last - row + 1) / (last - first + 1)) / sigmoid(-1.0)
    passed = [(a, b) for a, b in series.windows if b < row]
    if not passed:
        return -A_FP
    first, last = passed[-1]
    return A_FP * sigmoid((row - last) / max(1, last - first))


def file_points(rows: Sequence[tuple[int, float]], scores: Sequence[float], threshold: float,
                windows: int) -> tuple[int, int, int, float]:  # fmt: skip
    """Score one file at one threshold."""
    best: dict[int, float] = {}
    outside, total = 0, 0.0
    for (inside, points), score in zip(rows, scores, strict=True):
        if score < threshold or inside == -2:
            continue
        if inside >= 0:
            best[inside] = max(best.get(inside, -1.0), points)
        else:
            outside, total = outside + 1, total + points
    return len(best), windows, outside, total + sum(best.values()) - A_FN * (windows - len(best))


def judge(corpus: Sequence[Series], scores: dict[str, Sequence[float]]) -> Result:
    """Find the corpus-wide best threshold for scores (one for each row of each file)."""
    rows = {series.name: row_points(series) for series in corpus}
    windows = sum(len(series.windows) for series in corpus)
    threshold, total = _best(rows, scores)
    files = {s.name: file_points(rows[s.name], scores[s.name], threshold, len(s.windows)) for s in corpus}
    return Result(100.0 * total / ((A_TP + A_FN) * windows), threshold, files)


def _best(rows: dict[str, list[tuple[int, float]]], scores: dict[str, Sequence[float]]) -> tuple[float, float]:
    """Lower the threshold row by row; return the best one and the points gained there over detecting nothing."""
    judged = sorted(
        ((score, name, *row) for name in rows for row, score in zip(rows[name], scores[name], strict=True)),
        key=itemgetter(0), reverse=True,
    )  # fmt: skip
    found: dict[tuple[str, int], float] = {}
    gained, best = 0.0, (float("inf"), 0.0)
    for score, group in groupby(judged, key=itemgetter(0)):
        for _, name, inside, points in group:
            if inside >= 0:
                before = found.get((name, inside), -A_FN)
                found[name, inside] = max(before, points)
                gained += found[name, inside] - before
            elif inside == -1:
                gained += points
        if gained > best[1]:
            best = (score, gained)
    return best
