"""`abusewatch backtest` over a morning with one attack that is known and one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.simulate.truth import Truth, write_truth
from schemas.event import Event
from tests.support.command import Command
from tests.support.scenario import START, event, failed
from tests.support.wire import to_bytes

backtest = Command("pipeline.backtest_cli")
NAME = "login_fanout"


def attack(ip: str, at: float, accounts: int, name: str = "user") -> list[Event]:
    return [failed(f"{name}{i}", at + i * 2.0, ip) for i in range(accounts)]


@pytest.fixture
def events(tmp_path: Path) -> str:
    path = tmp_path / "events.jsonl"
    rows = [*attack("203.0.113.7", 0, 40), *attack("203.0.113.8", 86_400, 12, "other")]
    path.write_bytes(b"".join(to_bytes(event) + b"\n" for event in rows) + b"not json\n")
    return str(path)


@pytest.fixture
def truth(tmp_path: Path) -> str:
    path = tmp_path / "truth.jsonl"
    planted = attack("203.0.113.7", 0, 40)
    write_truth(path, [
        Truth(campaign=f"stuffing-{i}", kind="stuffing", area="account_security", start=START + days * 86_400,
              end=START + days * 86_400 + 80, accounts=[event.subject for event in planted], entities=[f"ip:{ip}"],
              event_ids=[event.id for event in planted])
        for i, (ip, days) in enumerate([("203.0.113.7", 0), ("198.51.100.1", 3)])
    ])  # fmt: skip
    return str(path)


def test_alerts_are_counted_by_detector_and_day(events: str) -> None:
    found = backtest.json(events, "--detector", NAME, "--by", "detector", "--by", "day")
    assert [(row["detector"], row["day"], row["alerts"]) for row in found["alerts"]] == [
        (NAME, "2026-01-05", 1), (NAME, "2026-01-06", 1),
    ]  # fmt: skip
    assert found["runs"][0]["events"] == 52


def test_what_is_drawn_for_reviewers_is_no_alert_of_a_detector(events: str, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = [event("content.posted", f"u{i}", i * 1.0, content_id=f"c{i}", kind="post") for i in range(20)]
    Path(events).write_bytes(b"".join(to_bytes(post) + b"\n" for post in posts))
    monkeypatch.setenv("ABUSEWATCH_AUDIT__SHARE", "0.9")
    assert backtest.json(events, "--detector", NAME, "--by", "detector")["alerts"] == []


def test_what_is_right_and_what_is_found_is_measured_against_the_truth(events: str, truth: str) -> None:
    (row,) = backtest.json(events, "--detector", NAME, "--truth", truth)["quality"]
    assert (row["alerts"], row["false"], row["precision"]) == (2, 1, 0.5)
    assert (row["planted"], row["found"], row["recall"]) == (2, 1, 0.5)
    assert 0 < row["median_seconds"] < 60


def test_two_settings_stand_side_by_side(events: str, truth: str) -> None:
    found = backtest.json(events, "--truth", truth, "--set", f"{NAME}.alert_at=0.86")
    rows = {row["setting"]: row for row in found["quality"]}
    assert {row["detector"] for row in found["quality"]} == {NAME}  # only what was changed is run
    assert (rows["in force"]["alerts"], rows["changed"]["alerts"]) == (2, 1)
    assert rows["changed"]["precision"] == 1.0
    assert rows["changed"]["median_seconds"] > rows["in force"]["median_seconds"]
    (gone,) = found["differences"]
    assert (gone["only in"], gone["entity"]) == ("in force", "ip:203.0.113.8")


def test_it_is_shown_as_tables_and_dead_letters_are_said(events: str, truth: str) -> None:
    done = backtest(events, "--truth", truth, "--set", f"{NAME}.alert_at=0.86")
    assert "Against the truth" in done.stdout
    assert "ip:203.0.113.8" in done.stdout
    assert "1 line dead-lettered" in done.stderr
    assert "line 53" in done.stderr


@pytest.mark.parametrize(("options", "said"), [
    (["--set", f"{NAME}.leest=1"], f"detectors.{NAME}.leest: unknown setting"),
    (["--set", "nonsense"], "expected NAME.KEY=VALUE"), (["--set", "nobody.least=1"], "nobody: no such detector"),
    (["--detector", "nobody"], "nobody: no such detector"), (["--truth", "nowhere.jsonl"], "nowhere.jsonl"),
])  # fmt: skip
def test_what_cannot_be_used_is_named(events: str, options: list[str], said: str) -> None:
    assert said in backtest(events, *options, exits=2).stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "none.jsonl" in backtest(str(tmp_path / "none.jsonl"), exits=2).stderr


def test_standard_input_cannot_be_read_twice() -> None:
    assert "standard input" in backtest("-", "--set", f"{NAME}.least=9", exits=2).stderr
