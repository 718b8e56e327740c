"""`abusewatch alerts` over a replay's file."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from pipeline.precision import estimate
from schemas.alert import Entity
from tests.support.alerts import alert, json_lines, verdict
from tests.support.command import Command

alerts = Command("pipeline.alerts_cli")


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "alerts.jsonl"
    path.write_text(json_lines(
        alert("al-1", severity="medium", priority=0.5),
        alert("al-2", severity="critical", priority=9.0, mode="shadow", policy="spam"),
        alert("al-1", version=3, severity="high", priority=2.0, status="closed"),
        alert("al-1", version=2, severity="low"),
    ))  # fmt: skip
    return str(path)


def listed(file: str, *options: str) -> list[tuple[str, int]]:
    lines = alerts("--file", file, "--json", *options).stdout.splitlines()
    return [(found["alert_id"], found["version"]) for found in map(json.loads, lines)]


def test_the_newest_version_of_each_alert_is_listed_whatever_the_order_in_the_file(file: str) -> None:
    assert listed(file) == [("al-1", 3), ("al-2", 1)]


@pytest.mark.parametrize(("options", "wanted"), [
    (["--mode", "live"], ["al-1"]), (["--mode", "shadow"], ["al-2"]), (["--policy", "spam"], ["al-2"]),
    (["--min-severity", "critical"], ["al-2"]), (["--min-severity", "high"], ["al-1", "al-2"]),
    (["--policy", "payment_fraud"], []),
])  # fmt: skip
def test_filters_choose(file: str, options: list[str], wanted: list[str]) -> None:
    assert [name for name, _ in listed(file, *options)] == wanted


def test_the_table_puts_the_most_urgent_first_and_counts_open_alerts(file: str) -> None:
    *rows, last = alerts("--file", file).stdout.splitlines()
    assert [row.split()[0] for row in rows[1:]] == ["al-2", "al-1"]
    assert last == "2 alerts, 1 of them open"


def test_what_verdicts_say_of_the_detector_is_shown(tmp_path: Path) -> None:
    path, plain = tmp_path / "alerts.jsonl", alert("al-1")
    known = [msgspec.structs.replace(plain.signals[0], precision=estimate(9, 1))]
    path.write_text(json_lines(plain, alert("al-2", signals=known)))
    head, one, other, _ = alerts("--file", str(path)).stdout.splitlines()
    assert "upheld" in head
    assert "86 % (62-99)" not in one
    assert "86 % (62-99)" in other


def test_alerts_joined_to_a_campaign_are_counted_there_and_shown_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    path.write_text(json_lines(
        alert("al-1", version=2, campaign_id="al-1", accounts_total=7), alert("al-3", priority=0.1),
        alert("al-2", version=2, campaign_id="al-1", status="closed"),
    ))  # fmt: skip
    *rows, last = alerts("--file", str(path)).stdout.splitlines()
    assert [row.split()[0] for row in rows[1:]] == ["al-1", "al-3"]
    assert rows[1].split()[-2] == "1"
    assert last == "2 alerts, 2 of them open; 1 more was joined to 1 of them"
    *rows, _ = alerts("--file", str(path), "--members").stdout.splitlines()
    assert [row.split()[0] for row in rows[1:]] == ["al-1", "al-2", "al-3"]
    assert "joined" in rows[2]


def test_what_a_producer_wrote_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    path.write_text(json_lines(alert("al-1", entity=Entity("account", "u\x1b[2J[bold]x"))))
    shown = alerts("--file", str(path)).stdout
    assert "\x1b" not in shown
    assert "u\\x1b[2J[bold]x" in shown


def test_a_line_that_is_no_alert_is_named(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    path.write_text(json_lines(alert("al-1")) + '{"alert_id": 7}\n')
    assert f"{path}, line 2: no alert record" in alerts("--file", str(path), exits=2).stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "none.jsonl" in alerts("--file", str(tmp_path / "none.jsonl"), exits=2).stderr


def test_a_verdict_stands_beside_its_alert_and_is_counted(tmp_path: Path) -> None:
    alerts_, said = tmp_path / "alerts.jsonl", tmp_path / "said.jsonl"
    alerts_.write_text(json_lines(alert("al-1", priority=2.0), alert("al-2")))
    said.write_text(json_lines(
        verdict("al-1", "violation", reviewer="ann"), verdict("al-1", "benign", 60.0, reviewer="ann"),
        verdict("al-9", "benign"),
    ))  # fmt: skip
    options = "--file", str(alerts_), "--decisions", str(said)
    head, one, other, last = alerts(*options).stdout.splitlines()
    assert "verdict" in head
    assert ("benign" in one, "benign" in other) == (True, False)  # a reviewer's last word
    assert last == "2 alerts, 2 of them open, 1 with a verdict"
    assert [json.loads(line).get("verdict") for line in alerts(*options, "--json").stdout.splitlines()] == [
        "benign", None,
    ]  # fmt: skip
    assert "benign; another: abusewatch decide al-1" in alerts("al-1", *options).stdout


def test_a_verdict_on_the_content_of_an_audit_sample_is_one_on_the_sample(tmp_path: Path) -> None:
    name, said = "audit_sample-0123456789abcdef01234567", tmp_path / "said.jsonl"
    (tmp_path / "a").write_text(json_lines(alert(name, entity=Entity("content", "c5"), mode="audit")))
    said.write_text(json_lines(verdict("c5", "violation", alert_id=None, content_id="c5", source="audit")))
    shown = alerts("--file", str(tmp_path / "a"), "--decisions", str(said)).stdout
    assert "violation" in shown.splitlines()[1]


def test_one_alert_is_not_several(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    path.write_text(json_lines(
        alert("al-1", campaign_id="al-1"), alert("al-2", campaign_id="al-1"), alert("al-3", campaign_id="al-1"),
    ))  # fmt: skip
    assert alerts("--file", str(path)).stdout.splitlines()[-1] == "1 alert, 1 open; 2 more were joined to it"


def test_a_verdict_on_what_has_grown_since_names_what_was_judged(tmp_path: Path) -> None:
    path, said = tmp_path / "alerts.jsonl", tmp_path / "said.jsonl"
    path.write_text(json_lines(
        alert("al-1", version=14, priority=9.0), alert("al-2", version=9, status="closed", priority=5.0),
        alert("al-3", version=2, priority=4.0), alert("al-4", version=2, priority=3.0), alert("al-5", version=2),
    ))  # fmt: skip
    said.write_text(json_lines(
        verdict("al-1", "violation", 30.0, alert_version=7),
        verdict("al-1", "benign", 90.0, alert_version=8, source="appeal"),
        verdict("al-2", "benign", alert_version=8),  # closed since, no more
        verdict("al-3", "benign", 30.0), verdict("al-4", "benign", 90.0),  # of no version: evidence until 60
    ))  # fmt: skip
    options = "--file", str(path), "--decisions", str(said)
    _, *rows, last = alerts(*options).stdout.splitlines()
    words = ["benign (v8)", "benign", "benign (earlier)", "benign", ""]
    assert [
        ("benign" + row.partition("benign")[2].partition("  ")[0] if "benign" in row else "").strip() for row in rows
    ] == words
    assert last == "5 alerts, 4 of them open, 4 with a verdict (2 changed since)"
    told = [json.loads(line) for line in alerts(*options, "--json").stdout.splitlines()]
    assert [one.get("changed_since_verdict") for one in told] == [True, False, True, False, None]
    full = alerts("al-1", *options).stdout
    assert "benign on appeal, violation before, of v8: it has changed since; another: abusewatch decide al-1" in full
