"""The queue as it comes: versions, and verdicts on what was shown."""

from __future__ import annotations

import json

import pytest

from pipeline import queue_view
from pipeline.alert_follow import KEPT, Judged, followed
from pipeline.alert_source import AlertFilter
from pipeline.alert_view import judged
from schemas.alert import Alert
from schemas.event import Decision
from tests.support.alerts import NOON, alert, case

ONE, TWO = case(1, "login_fanout"), case(2, "login_fanout")
ALL = AlertFilter()


def said(about: str, word: str, number: int = 0, **fields: str) -> Decision:
    return Decision(f"d-{about}-{number}", "u1", NOON + number, word, alert_id=about, **fields)  # type: ignore[arg-type]


def told(found: list[Alert | Judged]) -> list[tuple[str, object]]:
    return [(one.alert.alert_id, one.said[-1].verdict) if isinstance(one, Judged) else (one.alert_id, one.version)
            for one in found]  # fmt: skip


def test_a_verdict_follows_its_alert_whichever_is_read_first() -> None:
    verdict, other = said(ONE, "benign"), said(TWO, "violation")
    queue: list[Alert | Decision] = [verdict, alert(ONE), alert(TWO), other, alert(ONE, version=2)]
    assert told(list(followed(queue, ALL))) == [(ONE, 1), (ONE, "benign"), (TWO, 1), (TWO, "violation"), (ONE, 2)]


def test_a_verdict_is_shown_once_and_an_appeal_after_it() -> None:
    first, appeal = said(ONE, "violation"), said(ONE, "benign", 1, source="appeal")
    queue: list[Alert | Decision] = [alert(ONE), first, first, appeal]
    found = list(followed(queue, ALL))
    assert told(found) == [(ONE, 1), (ONE, "violation"), (ONE, "benign")]
    last = found[-1]
    assert isinstance(last, Judged)
    assert last.said == (first, appeal)


def test_what_is_not_on_a_shown_alert_is_passed_over() -> None:
    queue: list[Alert | Decision] = [
        alert(ONE, severity="low"), alert(TWO), said(ONE, "benign"), said("elsewhere", "benign"),
        Decision("d", "u1", NOON, "benign", content_id="c1"), said(TWO, "benign", source="golden"),
    ]  # fmt: skip
    assert told(list(followed(queue, AlertFilter(min_severity="high")))) == [(TWO, 1)]


def test_of_very_many_the_ones_touched_last_are_kept() -> None:
    many = [alert(case(number, "x")) for number in range(KEPT + 1)]
    queue: list[Alert | Decision] = [*many, said(case(0, "x"), "benign"), said(case(KEPT, "x"), "benign")]
    assert told(list(followed(queue, ALL)))[-2:] == [(case(KEPT, "x"), 1), (case(KEPT, "x"), "benign")]


def test_a_verdict_is_one_line_and_cannot_steer_the_terminal() -> None:
    line = judged(alert(ONE), said(ONE, "benign", 3, reviewer="a\x1b[2Jn", source="appeal")).plain
    assert line == f"2026-01-05 12:00:03  verdict   benign by a\\x1b[2Jn (appeal)  login_fanout  ip 203.0.113.7  {ONE}"


def test_following_prints_the_line_or_as_json_the_alert_with_its_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    queue: list[Alert | Decision] = [alert(ONE), said(ONE, "violation", 1), said(ONE, "benign", 2, source="appeal")]
    queue_view.show_following(followed(queue, ALL), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "verdict" in line] == lines[-2:]
    queue_view.show_following(followed(queue, ALL), as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.get("verdict") for row in rows] == [None, "violation", "benign"]
    assert {row["alert_id"] for row in rows} == {ONE}
