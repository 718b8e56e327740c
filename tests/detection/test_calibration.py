"""The promise of false alerts on quiet simulated days; `python -m tests.detection.calibration` does it for weeks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.detection.calibration import answers, check, world

pytestmark = pytest.mark.timeout(600)  # whole days
QUIET = ("--days", "2", "--accounts", "300", "--no-bursts")
MEASURABLE = 300  # questions a day; of fewer, one answer alone is more than chance allows


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("quiet")
    return [world(folder / str(seed), seed, *QUIET) for seed in (11, 12)]


def test_no_more_false_alerts_than_were_accepted(worlds: list[Path]) -> None:
    for seen in check(worlds[0], worlds[1:], [None, 1.0], 2.0):
        assert seen.a_day <= (seen.promised or 1.0), seen.alerts


def test_answers_are_not_ten_times_as_frequent_as_chance_allows(worlds: list[Path]) -> None:
    loud = [(row["detector"], step, row[step]) for row in answers(worlds[1]) for step in ("x1", "x2")
            if row["questions_a_day"] >= MEASURABLE and row[step] > 10]  # fmt: skip
    assert loud == []
