"""What the login detectors find in the public log, as it is; rewritten, the whole catalogue does (`test_streams`)."""

from __future__ import annotations

import pytest

from detectors.catalogue import CATALOGUE
from tests.detection.login_log import LoginLog, folder, read
from tests.detection.login_scores import Scores, measure, rank_quality

NAMES = [detector.name for detector in CATALOGUE if detector.area == "account_security"]


@pytest.fixture(scope="module")
def log() -> LoginLog:
    path = folder() / "2018-11_events.jsonl"
    if not path.exists():
        pytest.skip(f"no public data at {path}: set ABUSEWATCH_DATA")
    return read(path)


@pytest.fixture(scope="module")
def scores(log: LoginLog) -> Scores:
    return measure(log, NAMES)


def test_finds_the_attacks_at_once_and_nothing_else(scores: Scores) -> None:
    assert scores.found >= 71
    assert scores.false == []
    assert scores.delay_s <= 10


def test_ranks_attempts_of_attacks_above_honest_ones(scores: Scores) -> None:
    assert scores.average_precision >= 0.999
    assert scores.roc_area >= 0.998


def test_ranking_is_measured_right() -> None:
    precision, area = rank_quality([(3.0, True), (2.0, False), (1.0, True)])
    assert precision == pytest.approx((1 + 2 / 3) / 2)
    assert area == pytest.approx(0.5)
    assert rank_quality([(1.0, True), (1.0, False)]) == (0.5, 0.5)
