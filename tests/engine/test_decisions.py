"""Decisions: counted once each, by detector, in bounded memory and with no clock to be fooled by."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.decisions import RECENT_MOST, SECONDS_MOST, DecisionMemory, Decisions
from pipeline.metrics_recording import RecordingMetrics
from schemas.event import Decision
from schemas.parse import parse
from tests.support.alerts import case, verdict

DAY_S = 86_400.0


def said(about: str, found: str = "violation", at: float = 0.0, **fields: object) -> Decision:
    """Return a decision as it is read."""
    decision = parse(msgspec.json.encode(verdict(about, found, at, **fields)))  # type: ignore[arg-type]
    assert isinstance(decision, Decision)
    return decision


def taken(*decisions: Decision) -> tuple[Decisions, RecordingMetrics]:
    """Take decisions, and report."""
    room, metrics = Decisions(["counter", "own_counter"], DecisionMemory()), RecordingMetrics()
    for one in decisions:
        room.take(one)
    room.report(metrics)
    return room, metrics


def counts(room: Decisions, detector: str = "counter") -> tuple[int, int]:
    found = room.memory.upheld[detector]
    return found.good, found.bad


def test_verdicts_are_counted_by_word_source_and_detector() -> None:
    room, metrics = taken(
        said(case(1), seconds=30.0), said(case(2), "benign", seconds=12.5), said(case(3), "unsure"),
        said(case(4, "own_counter"), "violation", source="audit"),
    )  # fmt: skip
    assert (counts(room), counts(room, "own_counter")) == ((1, 1), (1, 0))
    assert metrics.total("abusewatch_decisions_total", verdict="violation", source="queue") == 1
    assert metrics.total("abusewatch_decisions_total", verdict="violation", source="audit") == 1
    assert metrics.total("abusewatch_decisions_total") == 4
    assert metrics.total("abusewatch_reviewer_seconds_total") == 42.5
    assert metrics.total("abusewatch_events_total", type="review.decided", outcome="processed") == 4


def test_a_redelivered_decision_counts_once() -> None:
    room, metrics = taken(said(case(1), seconds=5.0), said(case(1), seconds=5.0))
    assert counts(room) == (1, 0)
    assert metrics.total("abusewatch_decisions_total") == 1
    assert metrics.total("abusewatch_reviewer_seconds_total") == 5
    assert metrics.total("abusewatch_events_total", outcome="duplicate") == 1


def test_an_alert_counts_once_with_its_last_sure_verdict() -> None:
    room, _ = taken(said(case(1)), said(case(1), "benign", 60.0), said(case(1), "unsure", 120.0))
    assert counts(room) == (0, 1)


def test_an_appeal_that_finds_an_alert_benign_is_counted_and_wins() -> None:
    room, metrics = taken(
        said(case(1)), said(case(1), "benign", 60.0, source="appeal"), said(case(2), "violation", source="appeal")
    )
    assert counts(room) == (1, 1)
    assert metrics.total("abusewatch_appeals_overturned_total", detector="counter") == 1
    assert metrics.total("abusewatch_appeals_overturned_total") == 1


@pytest.mark.parametrize("about", [
    case(1, "no_such_detector"), "ticket 7", "counter-7", "198.51.100.7-0123456789abcdef01234567",
])  # fmt: skip
def test_an_id_that_names_no_running_detector_is_no_label(about: str) -> None:
    room, metrics = taken(said(about, "benign", source="appeal"))
    assert room.memory.upheld == {}
    assert metrics.total("abusewatch_appeals_overturned_total") == 0
    assert metrics.total("abusewatch_decisions_total", verdict="benign", source="appeal") == 1


def test_golden_cases_and_verdicts_on_content_move_no_precision() -> None:
    room, metrics = taken(said(case(1), source="golden"), said("c1", alert_id=None, content_id="c1"))
    assert room.memory.upheld == {}
    assert metrics.total("abusewatch_decisions_total") == 2


def test_late_is_seven_days_behind_the_newest_and_counts_apart() -> None:
    steady = [said(case(n), "violation", n * 1.0) for n in range(3)]
    edge, late = said(case(7), "benign", 2.0 - 7 * DAY_S), said(case(8), "benign", 1.9 - 7 * DAY_S)
    room, metrics = taken(*steady, edge, late)
    assert counts(room) == (3, 1)
    assert metrics.total("abusewatch_decisions_late_total") == 1
    assert metrics.total("abusewatch_decisions_total") == 5


def test_one_wrong_clock_makes_nobody_elses_decision_late() -> None:
    decisions = [said(case(n), "violation", n * 60.0) for n in range(10)]
    decisions.insert(5, said(case(99), "violation", 400 * DAY_S))
    _, metrics = taken(*decisions)
    assert metrics.total("abusewatch_decisions_late_total") == 0


def test_a_slip_of_the_review_tool_counts_as_a_day_at_most() -> None:
    _, metrics = taken(said(case(1), seconds=1e300), said(case(2), seconds=60.0))
    assert metrics.total("abusewatch_reviewer_seconds_total") == SECONDS_MOST + 60


def test_memory_is_bounded_and_the_latest_are_remembered() -> None:
    decisions = [said(case(n), at=float(n)) for n in range(RECENT_MOST + 50)]
    room, metrics = taken(*decisions, decisions[-1], decisions[60])
    assert len(room.memory.recent) == len(room.memory.judged) == RECENT_MOST
    assert metrics.total("abusewatch_events_total", outcome="duplicate") == 2
    assert counts(room) == (RECENT_MOST + 50, 0)
