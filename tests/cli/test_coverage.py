"""`abusewatch coverage`: what a stream tells, and what is not seen for want of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from detectors.catalogue import CATALOGUE
from pipeline.coverage.blind import KEYED_BY, blind
from pipeline.coverage.count import NAMES_KEPT, Coverage, fields
from schemas.values import DECISION_TYPE, EventType, KeyedBy
from tests.support.command import Command
from tests.support.scenario import shipped

coverage = Command("pipeline.coverage.cli")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def line(kind: str, **data: Any) -> bytes:
    head = {"specversion": "1.0", "id": "1", "source": "/t", "subject": "ana", "time": "2026-03-02T10:00:00Z"}
    return json.dumps({**head, "type": kind, "data": data}).encode()


def counted(*lines: bytes) -> Coverage:
    found = Coverage()
    for number, one in enumerate(lines, start=1):
        found.take("e.jsonl", number, one)
    return found


def write(*lines: bytes) -> str:
    Path("events.jsonl").write_bytes(b"\n".join(lines))
    return "events.jsonl"


LOGIN = line("account.login", outcome="success", ip="192.0.2.1")
NO_PLACE = line("account.login", outcome="failure", reason=None)
PAID = line("account.payment", outcome="success", amount=5, card="c")


def test_fields_are_those_of_every_type_of_event() -> None:
    assert set(fields()) == {*get_args(EventType), DECISION_TYPE}
    assert {"ip", "device", "outcome", "mfa"} <= set(fields()["account.login"])


def test_it_counts_what_is_told_and_what_nobody_reads() -> None:
    found = counted(LOGIN, NO_PLACE, PAID)
    login, paid = found.types["account.login"], found.types["account.payment"]
    assert (login.events, dict(login.told), dict(login.unknown)) == (2, {"outcome": 2, "ip": 1}, {})
    assert (paid.events, dict(paid.unknown)) == (1, {"amount": 1})


def test_dead_letters_are_counted_by_reason_and_say_what_they_had_instead() -> None:
    found = counted(line("content.posted", contentid="c", text="hello"), b"{", line("x.y"), b"")
    assert found.types["content.posted"].events == 0
    assert dict(found.types["content.posted"].unknown) == {"contentid": 1}
    assert sorted(found.refused) == [
        "empty: no value: a tombstone or an empty line", "not_json: Input data was truncated",
        "schema: Object missing required field `content_id` - at `$.data`",
    ]  # fmt: skip
    assert dict(found.skipped) == {"x.y": 1}


def test_names_that_no_type_knows_are_bounded() -> None:
    found = counted(*[line("account.usage", **{f"n{i}": 1}) for i in range(NAMES_KEPT + 9)])
    assert len(found.types["account.usage"].unknown) == NAMES_KEPT


def test_a_detector_is_blind_without_its_events_or_what_it_is_keyed_by() -> None:
    one = [shipped(name) for name in ("login_fanout", "card_testing", "login_site")]
    assert blind(one, counted(LOGIN, PAID).types) == []
    lacking = blind(one, counted(NO_PLACE).types)
    assert [(found.detector, found.wants) for found in lacking] == [
        ("login_fanout", "ip in account.login"), ("card_testing", "account.payment"),
    ]  # fmt: skip


def test_what_each_entity_is_told_by_is_a_field_of_its_events() -> None:
    assert set(KEYED_BY) < set(get_args(KeyedBy))
    for detector in CATALOGUE:
        if (name := KEYED_BY.get(detector.keyed_by)) is not None:
            assert any(name in fields()[kind] for kind in detector.kinds), detector.name


def test_it_says_so_to_people() -> None:
    said = coverage(write(LOGIN, NO_PLACE, PAID, b"{")).stdout
    assert "3 events, 2026-03-02 10:00:00 to 2026-03-02 10:00:00 UTC" in said
    assert "ip 50%" in said
    assert "not read in account.payment: amount (1; is it amount_minor?)" in said
    assert (
        "1 line would be dead letters: not_json: Input data was truncated (1, the first: events.jsonl, line 4)" in said
    )
    assert "without device in account.payment: " in said
    assert "192.0.2.1" not in said


def test_it_says_so_to_machines() -> None:
    told = coverage.json(write(LOGIN, PAID))
    assert told["types"]["account.payment"] == {
        "events": 1, "fields": {"outcome": 1, "card": 1}, "not_read": {"amount": 1},
    }  # fmt: skip
    assert {"detector": "card_testing_device", "wants": "device in account.payment"} in told["detectors_without_events"]


def test_a_file_without_events_is_unusable() -> None:
    assert "no line of events.jsonl is an event" in coverage(write(b"{"), exits=2).stderr


def test_where_no_line_is_an_event_it_says_why_and_where() -> None:
    no_zone = LOGIN.replace(b"00Z", b"00")
    wrong = line("account.login", outcome="ok", ip="192.0.2.1")
    said = coverage(write(no_zone, no_zone, wrong, line("x.y")), exits=2).stderr
    assert said.startswith("error: no line of events.jsonl is an event:\n  3 lines would be dead letters: schema: ")
    assert "timezone component - at `$.time` (2, the first: events.jsonl, line 1)" in said
    assert "one of success, failure - at `$.data.outcome` (1, the first: events.jsonl, line 3)" in said
    assert "1 line skipped, of types not known: x.y (1, the first: events.jsonl, line 4)" in said
    assert "192.0.2.1" not in said


def test_machines_are_told_where_the_first_line_of_each_refusal_is() -> None:
    told = coverage.json(write(LOGIN, b"{", b"{"))
    assert told["first_lines"] == {"not_json: Input data was truncated": "events.jsonl, line 2"}


def test_commands_that_replay_say_why_no_line_is_an_event() -> None:
    file = write(LOGIN.replace(b"00Z", b"00"))
    for module, options in (
        ("why.cli", ["--event", "1"]),
        ("level_cli", []),
        ("backtest_cli", ["--detector", "login_fanout"]),
    ):
        said = Command(f"pipeline.{module}")(file, *options, exits=2).stderr
        assert "1 line dead-lettered (schema 1); the first: events.jsonl, line 1: schema: " in said, module
