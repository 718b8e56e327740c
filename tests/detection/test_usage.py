"""The series detector on the Numenta benchmark's AWS series, and the scorer against cases worked out by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from schemas.event import Event
from tests.detection.nab import Series, judge, load, row_points, sigmoid
from tests.support.scenario import shipped

DATA = Path(os.environ.get("ABUSEWATCH_DATA", Path(__file__).parents[2] / ".." / "shared" / "data")) / "nab-aws"


def line(rows: int, *windows: tuple[int, int]) -> Series:
    return Series("s", [i * 300.0 for i in range(rows)], [0.0] * rows, list(windows))


def test_a_detection_at_a_windows_first_row_is_worth_a_hundred() -> None:
    scores = [1.0 if i == 50 else 0.0 for i in range(100)]
    assert judge([line(100, (50, 59))], {"s": scores}).score == pytest.approx(100.0)


def test_a_later_detection_is_worth_less_and_one_outside_costs() -> None:
    series = line(100, (50, 59))
    points = [points for _, points in row_points(series)]
    assert points[50] == pytest.approx(1.0)
    assert 0 < points[59] < points[55] < points[50]
    assert points[20] == pytest.approx(-0.11)  # before any window
    assert points[60] == pytest.approx(0.11 * sigmoid(1 / 9))
    assert points[99] == pytest.approx(-0.11)


def test_probation_is_not_judged() -> None:
    scores = [1.0 if i < 15 else 0.0 for i in range(100)]
    result = judge([line(100, (50, 59))], {"s": scores})
    assert (result.score, result.files["s"][0]) == (0.0, 0)


def test_a_perfect_find_with_one_false_alarm() -> None:
    scores = [1.0 if i in (20, 50) else 0.0 for i in range(100)]
    assert judge([line(100, (50, 59))], {"s": scores}).score == pytest.approx(100 * (2 - 0.11) / 2)


def series_scores(series: Series) -> list[float]:
    """Score every step as a live worker would."""
    detector = shipped("usage_series")
    state, found = detector.fresh(), []
    for i, (time, value) in enumerate(zip(series.times, series.values, strict=True)):
        event = Event("account.usage", f"e{i}", series.name, time, units=value)
        signal = detector.score(event, state, series.name)
        detector.learn(event, state, signal)
        found.append(signal.score if signal else 0.0)
    return found


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no public data at {DATA}; set ABUSEWATCH_DATA")
def test_numenta_aws_series_score_at_least_sixty() -> None:
    corpus = load(DATA)
    result = judge(corpus, {series.name: series_scores(series) for series in corpus})
    assert result.score >= 60.0, result
