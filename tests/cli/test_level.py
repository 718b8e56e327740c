"""`abusewatch level`: what is counted as a question, and the settings it prints."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from detectors.base import Signal
from detectors.catalogue import CATALOGUE
from pipeline.config import load
from pipeline.config.build import detectors
from pipeline.level import Asked, Questions
from pipeline.level_cli import settings
from schemas.event import Event
from tests.support.command import Command
from tests.support.scenario import failed, shipped
from tests.support.wire import to_bytes

level = Command("pipeline.level_cli")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def write(events: list[Event]) -> str:
    Path("events.jsonl").write_bytes(b"".join(to_bytes(event) + b"\n" for event in events))
    return "events.jsonl"


def day(addresses: int = 3) -> list[Event]:
    """Return a day in which every address sees one account fail three times within each of two hours."""
    rows = [failed(f"u{ip}", hour * 3600.0 + ip + n, f"203.0.113.{ip}") for ip in range(addresses)
            for hour in (0, 23) for n in range(3)]  # fmt: skip
    return sorted([*rows, failed("late", 86_399.0, "198.51.100.1")], key=lambda event: event.time)


def rows(*arguments: str) -> dict[str, dict[str, Any]]:
    return {row["detector"]: row for row in level.json(*arguments)["detectors"]}


def test_an_active_entity_is_one_question_a_period() -> None:
    found = rows(write(day()))
    assert list(found) == [kind.name for kind in CATALOGUE]
    assert found["login_fanout"]["questions_a_day"] == pytest.approx(3 * 2 + 1, rel=1e-3)  # addresses times hours
    assert found["card_testing"]["questions_a_day"] == 0
    assert found["card_testing"]["x1"] is None


def test_answers_are_compared_with_what_chance_allows() -> None:
    fanout = [failed(f"u{n}", n * 5.0, "203.0.113.9") for n in range(30)]
    found = rows(write(sorted([*day(), *fanout], key=lambda event: event.time)))["login_fanout"]
    assert found["x4"] == pytest.approx(1e4 / found["questions_a_day"], rel=1e-3)  # one question, hot beyond 4


def test_the_sum_is_told() -> None:
    file = write(day())
    total = sum(row["false_a_day"] for row in rows(file).values())
    told = float(level(file).output.partition("at most ")[2].split()[0])
    assert told == pytest.approx(total, rel=0.02)  # --json gives six digits of each


def test_what_is_printed_as_settings_is_taken_as_settings() -> None:
    file = write(day())
    said = level(file, "--accept", "2", "--toml").stdout
    assert tomllib.loads(said)["engine"]["false_alerts_a_day"] == 2
    Path("mine.toml").write_text(said)
    by_name = {one.name: one.alert_at for one in detectors(load(Path("mine.toml")))[0]}
    then = rows(file, "--accept", "2")["login_fanout"]["alert_at_then"]
    assert by_name["login_fanout"] == pytest.approx(then)


def test_settings_need_to_know_what_is_accepted_and_files_must_be_there() -> None:
    assert "--accept" in level(write(day()), "--toml", exits=2).output
    assert "gone.jsonl" in level("gone.jsonl", exits=2).output


def answered(name: str, *answers: tuple[float, float]) -> tuple[int, list[int]]:
    """Return the questions, and those answered by 1, 2, 3, 4, of one entity's (seconds, surprise)."""
    questions, detector = Questions(), shipped(name)
    for at, surprise in answers:
        questions.see(failed("u", at, "203.0.113.1"), detector, Signal(name, 1, "u", 0.0, warm=True, surprise=surprise))
    found = questions.end()[name]
    return found.questions, found.above


def test_a_question_is_answered_by_the_highest_of_its_period_or_by_every_event_where_there_is_none() -> None:
    series = ((0.0, 0.5), (10.0, 3.5), (20.0, 1.0), (3700.0, 1.0), (3600.0 - 5, 9.0))  # the last is late
    assert answered("login_fanout", *series) == (2, [2, 2, 2, 1])
    assert answered("takeover", *series) == (5, [4, 2, 2, 1])


def test_an_answer_louder_than_chance_counts_as_more_questions() -> None:
    calm, loud = Asked(1000, [90, 9, 1, 0]), Asked(1000, [90, 30, 1, 1])
    assert (calm.loudness, loud.loudness, Asked().loudness) == (1.0, 10.0, 1.0)
    said = tomllib.loads(settings(1.0, {"takeover": loud, "card_testing": calm}, 2.0))
    assert said["engine"]["questions_a_day"] == {"takeover": 5000, "card_testing": 500}


@pytest.mark.parametrize("content", ["", "no event\n"])
def test_no_level_is_set_on_nothing(content: str) -> None:
    Path("empty.jsonl").write_text(content)
    for options in ((), ("--accept", "1", "--toml")):
        done = level("empty.jsonl", *options, exits=2)
        assert "error: no line of empty.jsonl is an event" in done.stderr
        assert done.stdout == ""
