"""`abusewatch quality --overturned`, on cases counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.alert import Alert, Entity
from schemas.wire import Decided
from tests.cli.quality_case import Case, quality
from tests.support.alerts import NOON, alert, json_lines, verdict

FALLEN = [
    verdict("al-1", "violation", reviewer="ann"),
    verdict("al-1", "violation", 30, reviewer="cas"),
    verdict("al-1", "benign", 40, reviewer="dot"),
    verdict("al-1", "benign", 60, reviewer="bob", source="appeal"),
]
UPHELD = [
    verdict("al-2", "violation", reviewer="ann"),
    verdict("al-2", "violation", 60, reviewer="bob", source="appeal"),
]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_it_tells_what_the_alert_said_and_who_had_decided_it(case: Case) -> None:
    both = alert("al-1", signals=[*alert("x", "login_fanout").signals, *alert("x", "takeover").signals])
    found = case([both, alert("al-2")], [*FALLEN, *UPHELD], "--overturned")
    (row,) = found["overturned"]
    assert (row["alert_id"], row["detectors"]) == ("al-1", ["login_fanout", "takeover"])
    assert (row["verdict"], row["decided_by"], row["decided_at"]) == ("violation", ["ann", "cas"], at(30))
    assert (row["on_appeal"], row["appeal_by"], row["appealed_at"]) == ("benign", ["bob"], at(60))
    assert (row["reason"], row["account"], row["mode"]) == ("One address failed to log in.", "u1", "live")
    assert found["detectors"] == {"login_fanout": 1, "takeover": 1}


def at(seconds: int) -> str:
    assert NOON % 3600 == 0
    return f"2026-01-05T12:{seconds // 60:02}:{seconds % 60:02}.000Z"


@pytest.mark.parametrize("said", [
    UPHELD,
    [verdict("al-2", "violation"), verdict("al-2", "unsure", 60, source="appeal")],
    [verdict("al-2", "violation"), verdict("al-2", "benign", 60, source="golden")],
    [verdict("al-2", "violation", source="appeal")],
], ids=["upheld", "unsure", "golden", "first judged on appeal"])  # fmt: skip
def test_what_no_appeal_changed_is_not_listed(case: Case, said: list[Decided]) -> None:
    assert case([alert("al-2")], said, "--overturned")["overturned"] == []


def test_it_lists_what_was_enforced_on_appeal_and_what_nobody_is_known_to_have_judged(case: Case) -> None:
    found = case([alert("al-1"), alert("al-2")], [
        verdict("al-2", "benign", 90, reviewer="bob", source="appeal"), verdict("al-1", "benign", reviewer="ann"),
        verdict("al-1", "violation", 60, source="appeal"),
    ], "--overturned")["overturned"]  # fmt: skip
    told = [(row["alert_id"], row["verdict"], row["decided_by"], row["on_appeal"], row["appeal_by"]) for row in found]
    assert told == [("al-1", "benign", ["ann"], "violation", []), ("al-2", None, [], "benign", ["bob"])]


def test_no_account_is_told_that_the_alert_does_not_carry(case: Case) -> None:
    said = [verdict("al-1", "violation", subject="u7"), verdict("al-1", "benign", 60, subject="u7", source="appeal")]
    found = case([alert("al-1")], said, "--overturned")
    assert found["overturned"][0]["account"] is None
    assert "u7" not in str(found)
    (row,) = case([alert("al-1", accounts=[], entity=Entity("account", "u7"))], said, "--overturned")["overturned"]
    assert row["account"] == "u7"


def test_an_appeal_about_an_event_counts_and_one_about_nothing_here_is_counted(case: Case) -> None:
    found = case([alert("al-1"), alert("al-2", mode="shadow")], [
        verdict("al-1", "violation"), verdict("al-2", "violation"),
        verdict("x", "benign", 60, alert_id=None, event_id="al-1-e1", source="appeal"),
        verdict("al-2", "benign", 60, source="appeal"), verdict("al-gone", "benign", 90, source="appeal"),
    ], "--overturned", "--mode", "live")  # fmt: skip
    assert [row["alert_id"] for row in found["overturned"]] == ["al-1"]
    assert found["unmatched"] == 2


def shown(folder: Path, alerts: list[Alert], said: list[Decided]) -> str:
    (folder / "a").write_text(json_lines(*alerts))
    (folder / "d").write_text(json_lines(*said))
    return quality("--alerts", str(folder / "a"), "--decisions", str(folder / "d"), "--overturned").stdout


def test_it_is_shown_as_a_table_with_what_each_said_below(tmp_path: Path) -> None:
    said = shown(tmp_path, [alert("al-1", reason="One.\nAlso: \x1b[2J")], FALLEN)
    (row,) = [line for line in said.split("\n") if line.startswith("al-1 ")]
    assert row.split() == ["al-1", "login_fanout", "account_security", "ip", "203.0.113.7", "u1", "violation", "ann,",
                           "cas", "2026-01-05", "12:00:30", "benign", "bob", "2026-01-05", "12:01:00"]  # fmt: skip
    assert "al-1\n    One.\n    Also: \\x1b[2J\n1 alert overturned on appeal, 1 found benign: login_fanout 1\n" in said


def test_none_is_said_in_a_line(tmp_path: Path) -> None:
    assert shown(tmp_path, [alert("al-2")], UPHELD) == "0 alerts overturned on appeal, 0 found benign\n"
