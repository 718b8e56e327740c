"""What a reporter's record says in each hour: which verdicts count, once, when, and until they are taken back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.standing import PRIOR, REJECTED, WEIGHED, weight
from schemas.beliefs import Standing
from tests.learning.reporters_room import Room
from tests.support.scenario import event

HOUR, DAY = 3600.0, 86_400.0  # START is a full hour


def test_a_verdict_counts_from_the_second_full_hour_after_its_own() -> None:
    room = Room()
    assert room.report("r", 10.0) is None
    room.tell("violation", 1800.0, content_id="c1")
    assert room.standing(2 * HOUR - 1) is None
    assert room.standing(2 * HOUR) == Standing(1, 0)
    assert room.standing(2 * HOUR - 1) is None  # late: as it was known then
    assert room.standing(3 * HOUR, "other") is None


def test_a_report_counts_once_however_often_it_is_made_and_judged() -> None:
    room = Room()
    for at in (0.0, 10.0, HOUR, 2 * HOUR):
        room.report("r", at)
    for n in range(3):
        room.tell("benign", 3 * HOUR + n, content_id="c1")
    room.tell("benign", 9 * HOUR, content_id="c1")
    assert room.standing(20 * HOUR) == Standing(0, 1)


def test_only_reports_of_what_was_judged_made_by_then_and_within_a_week_count() -> None:
    room = Room()
    for reporter, at, subject, name in (("r", 0.0, "a", "1"), ("r", 0.0, "a", "2"), ("old", -7 * DAY - 1, "a", "1"),
                                        ("old2", -7 * DAY + 3 * HOUR, "a", "1"), ("r", 0.0, "b", "1")):  # fmt: skip
        room.report(reporter, at, subject, name)
    room.tell("violation", 2 * HOUR, content_id="c1")
    room.report("late", 3 * HOUR, "a", "1")
    room.tell("benign", 2 * HOUR, subject="c", content_id="c1")
    found = {name: room.standing(9 * HOUR, name) for name in ("r", "old", "old2", "late")}
    assert found == {"r": Standing(1, 0), "old": None, "old2": Standing(1, 0), "late": None}


def test_an_appeal_takes_the_verdict_back_and_an_unsure_one_does_not() -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, content_id="c1")
    room.tell("unsure", 2 * HOUR, content_id="c1")
    assert room.standing(5 * HOUR) == Standing(1, 0)
    room.tell("benign", 5 * HOUR, content_id="c1", source="appeal")
    assert room.standing(7 * HOUR - 1) == Standing(1, 0)
    assert room.standing(7 * HOUR) == Standing(0, 1)


def test_a_verdict_on_the_account_is_one_for_each_who_reported_it() -> None:
    room = Room()
    for name in ("1", "2", "3"):
        room.report("r", 0.0, "a", name)
    room.tell("violation", HOUR)
    room.tell("violation", 2 * HOUR, policy="spam")
    assert room.standing(9 * HOUR) == Standing(1, 0)
    room.tell("violation", 9 * HOUR, content_id="c1")
    assert room.standing(11 * HOUR) == Standing(2, 0)


@pytest.mark.parametrize("about", [
    {"content_id": "c1", "source": "golden"}, {"content_id": "c1", "policy": "report_abuse"}, {"policy": "api_abuse"},
    {"alert_id": "report_surge-" + "0" * 24}, {"policy": "report_abuse"},
])  # fmt: skip
def test_verdicts_about_other_things_teach_nothing(about: dict[str, str]) -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, **about)
    assert room.standing(9 * HOUR) is None


def test_what_was_learned_is_counted() -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, content_id="c1")
    room.tell("violation", HOUR, content_id="c2")  # nobody reported it
    room.standing(9 * HOUR)
    found = room.metrics.total("abusewatch_verdicts_learned_total", detector="report_surge", about="report")  # type: ignore[attr-defined]
    assert found == 1


def test_a_report_with_a_wrong_clock_takes_no_record_along() -> None:
    room = Room()
    room.report("r", 0.0)
    room.reporters.take(event("content.reported", "a", 400 * DAY, content_id="c1", reporter="r"), room.time)
    room.tell("violation", HOUR, content_id="c1")
    assert room.standing(3 * HOUR) == Standing(1, 0)


def test_a_record_ends_ninety_days_after_its_latest_verdict_and_begins_anew() -> None:
    room = Room()
    room.report("r", 0.0)
    room.tell("violation", HOUR, content_id="c1")
    assert room.standing(90 * DAY) == Standing(1, 0)
    assert room.standing(90 * DAY + 2 * HOUR) is None
    room.report("r", 91 * DAY, "b")
    room.tell("benign", 91 * DAY, "b", content_id="c1")
    assert room.standing(92 * DAY) == Standing(0, 1)


def test_a_record_outlives_what_else_is_kept_of_an_entity() -> None:
    room = Room()
    for n in range(3):
        room.report("r", n * 40 * DAY, f"s{n}")
        room.tell("violation", n * 40 * DAY + HOUR, f"s{n}", content_id="c1")
    assert room.standing(80 * DAY + 3 * HOUR) == Standing(3, 0)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200))
def test_a_weight_is_the_share_expected_over_that_of_strangers(upheld: int, rejected: int) -> None:
    found, judged = weight(Standing(upheld, rejected)), upheld + rejected
    assert found * 1024 == int(found * 1024)
    assert 0.25 <= found <= 1.75
    if judged <= WEIGHED:
        assert found == pytest.approx((PRIOR / 2 + upheld) / (PRIOR + judged) / REJECTED, abs=1 / 1024)
    assert weight(Standing(upheld + 1, rejected)) >= found >= weight(Standing(upheld, rejected + 1))
    assert (found > 1) <= (upheld > rejected)
    assert (found < 1) <= (upheld < rejected)
