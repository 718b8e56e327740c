"""`abusewatch quality` on reviewers' minutes: spent, in vain, to come, and short of what a day asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.alert import Alert
from tests.cli.quality_case import Case
from tests.support.alerts import alert, verdict


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_minutes_are_told_apart_in_vain_and_to_come(case: Case) -> None:
    found = case([alert(f"al-{i}") for i in range(4)], [
        verdict("al-0", "violation", seconds=60.0), verdict("al-1", "benign", seconds=180.0),
    ])  # fmt: skip
    (row,) = found["detectors"]
    assert (row["minutes"], row["minutes_benign"], row["minutes_to_come"]) == (4.0, 3.0, 4.0)


def queued(day: int, *priorities: float) -> list[Alert]:
    """Return live alerts first seen on a day of January 2026."""
    stamp = f"2026-01-{day:02}T12:00:00.000Z"
    return [alert(f"d{day}-{p:g}", priority=p, first_seen=stamp) for p in priorities]


def test_over_budget_the_least_important_wait_and_none_is_lost(case: Case) -> None:
    alerts = [*queued(5, 9.0, 1.0, 5.0), *queued(6, 7.0), *queued(9, 1.0)]
    judged = [verdict("d5-9", "violation", seconds=600.0), verdict("d5-5", "benign", seconds=1200.0)]  # 15 min each
    rows = case(alerts, judged, "--minutes-a-day", "35")["budget"]
    assert [(row["day"][-2:], row["new"], row["reviewed"], row["deferred"], row["oldest_days"]) for row in rows] == [
        ("05", 3, 2, 1, 0), ("06", 1, 2, 0, 0), ("09", 1, 1, 0, 0),
    ]  # fmt: skip
    assert [row["minutes_benign"] for row in rows] == [15.0, 0.0, 0.0]
    assert (rows[0]["minutes_asked"], rows[0]["minutes_spent"]) == (45.0, 30.0)
    assert sum(row["reviewed"] for row in rows) == len(alerts)


def test_one_alert_a_day_is_looked_at_however_few_the_minutes_and_shadow_asks_for_none(case: Case) -> None:
    rows = case([*queued(5, 1.0, 2.0, 3.0), alert("s", mode="shadow")], [], "--minutes-a-day", "1")["budget"]
    assert [(row["reviewed"], row["deferred"], row["oldest_days"]) for row in rows] == [(1, 2, 0), (1, 1, 1), (1, 0, 0)]


def test_an_empty_queue_needs_no_minutes(case: Case) -> None:
    assert case([], [], "--minutes-a-day", "60")["budget"] == []
