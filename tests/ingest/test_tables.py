"""CSV and JSON lines by a mapping, and CloudEvents as they are."""

from __future__ import annotations

import math
import string
from datetime import UTC
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.cloud_events import CloudEvents
from pipeline.ingest.errors import IngestError
from pipeline.ingest.mapping import FieldMapping
from pipeline.ingest.reader import LogFile
from pipeline.ingest.run import Plan
from schemas.event import Event
from schemas.parse import parse
from tests.ingest.support import adapter, ingest, rejection

LOGINS = FieldMapping(
    {"time": "datetime", "subject": "username", "ip": "source_ip", "outcome": "success", "reason": "failure_reason"}
)


def plan(format_name: str, mapping: FieldMapping | None = None) -> Plan:
    return Plan(format_name, UTC, mapping=lambda file: mapping)


def test_a_login_table(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text(
        "datetime,source_ip,username,success,failure_reason\n"
        "2026-02-03 10:00:00.5,192.0.2.1,amy,True,\n"
        '2026-02-03 10:00:01,::ffff:192.0.2.2,"b, ob",False,error_wrong_password\n'
        "2026-02-03 10:00:02,192.0.2.3,carl,False,error_wrong_username\n"
        "2026-02-03 10:00:03,192.0.2.3,carl,maybe,\n"
        "2026-02-03 10:00:04,192.0.2.3,carl\n"
        "yesterday,192.0.2.3,carl,True,\n"
    )
    summary, events = ingest(table, plan("csv", LOGINS))
    assert [(e["subject"], e["time"], e["data"]) for e in events] == [
        ("amy", "2026-02-03T10:00:00.500Z", {"ip": "192.0.2.1", "outcome": "success"}),
        ("b, ob", "2026-02-03T10:00:01Z", {"ip": "192.0.2.2", "outcome": "failure", "reason": "bad_password"}),
        ("carl", "2026-02-03T10:00:02Z", {"ip": "192.0.2.3", "outcome": "failure", "reason": "unknown_user"}),
    ]
    assert dict(summary.rejected) == {"bad_outcome": 1, "columns": 1, "bad_time": 1}
    assert (summary.lines, dict(summary.skipped)) == (7, {"header": 1})


def test_a_series_is_usage_with_its_name_as_subject(tmp_path: Path) -> None:
    table = tmp_path / "cpu.csv"
    table.write_text("timestamp,value\n2026-02-03 10:00:00,0.25\n2026-02-03 10:05:00,-1\n2026-02-03 10:10:00,x\n")
    series = FieldMapping({"time": "timestamp", "units": "value"}, "account.usage", constants={"subject": "cpu"})
    summary, [event] = ingest(table, plan("csv", series))
    assert (event["type"], event["subject"], event["data"]) == ("account.usage", "cpu", {"units": 0.25})
    assert dict(summary.rejected) == {"schema": 1, "bad_number": 1}  # units are never negative


def test_quoted_fields_may_span_lines(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text('datetime,source_ip,username,success,failure_reason\n2026-02-03 10:00:00,,"a\nmy",yes,\n')
    summary, [event] = ingest(table, plan("csv", LOGINS))
    assert event["subject"] == "a\nmy"
    assert dict(summary.skipped) == {"header": 1, "continued": 1}


def test_a_missing_column_stops_the_run_and_says_which(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("when,who\n")
    with pytest.raises(IngestError, match=r"no column datetime, failure_reason.*header has: when, who"):
        ingest(table, plan("csv", LOGINS))


def test_plain_json_by_dotted_paths_and_values(tmp_path: Path) -> None:
    lines = tmp_path / "log.jsonl"
    lines.write_text('{"at": 1770112800.25, "who": {"id": 7}, "result": "GRANTED", "net": {"ip": "192.0.2.1"}}\n')
    columns = {"time": "at", "subject": "who.id", "outcome": "result", "ip": "net.ip"}
    mapping = FieldMapping(columns, values={("outcome", "GRANTED"): "success"})
    _, [event] = ingest(lines, plan("jsonl", mapping))
    assert (event["subject"], event["time"]) == ("7", "2026-02-03T10:00:00.250Z")
    assert event["data"] == {"outcome": "success", "ip": "192.0.2.1"}


def login(**more: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0", "id": "e1", "source": "/web", "type": "account.login", "subject": "amy",
        "time": "2026-02-03T11:00:00.123+01:00", "data": {"outcome": "success"}, **more,
    }  # fmt: skip


def test_a_cloud_event_keeps_everything_and_its_time_becomes_utc(tmp_path: Path) -> None:
    lines = tmp_path / "log.jsonl"
    given_event = login(traceparent="00-x", data={"outcome": "success", "tenant": {"plan": "free"}})
    lines.write_bytes(msgspec.json.encode(given_event))
    _, [event] = ingest(lines, plan("jsonl"))
    assert event == {**given_event, "time": "2026-02-03T10:00:00.123Z"}


@pytest.mark.parametrize(("line", "reason"), [
    ("{", "not_json"), ("[1]", "not_an_object"), ("{}", "schema"), ("[" * 100_000, "not_json"),
    (msgspec.json.encode(login(type="x.y")).decode(), "unknown_type"),
    (msgspec.json.encode(login(time="today")).decode(), "schema"),
    (msgspec.json.encode(login(data={"outcome": "perhaps"})).decode(), "schema"),
    (msgspec.json.encode(login(subject="")).decode(), "schema"),
])  # fmt: skip
def test_json_that_is_no_event_is_rejected(line: str, reason: str) -> None:
    assert rejection("jsonl", line) in ({reason, "nesting"} if line.startswith("[[") else {reason})


WORD = st.text(string.printable, min_size=1, max_size=30)


@given(subject=WORD, ip=st.ip_addresses(), failed=st.booleans(), at=st.integers(0, 10**9), number=st.integers(1, 99))
def test_what_is_ingested_survives_a_second_ingest(
    subject: str, ip: object, failed: bool, at: int, number: int
) -> None:
    row = {"t": 1e9 + at, "s": subject, "ip": str(ip), "o": "failure" if failed else "success"}
    mapping = FieldMapping({"time": "t", "subject": "s", "ip": "ip", "outcome": "o"})
    first = CloudEvents("/test").message(mapping.draft(row), "line", number, 0)
    [again] = adapter("jsonl").read(first.value.decode())
    second = CloudEvents("/other").message(again, "x", 1, 0)
    assert msgspec.json.decode(second.value) == msgspec.json.decode(first.value)
    event = parse(first.value)
    assert isinstance(event, Event)
    assert (event.subject, event.outcome) == (subject, not failed)
    assert math.isclose(event.time, 1e9 + at)


def test_ids_depend_on_source_number_line_and_ordinal_only(tmp_path: Path) -> None:
    [draft] = adapter("sshd").read("Feb  3 10:00:00 web sshd[1]: Invalid user a from 192.0.2.1 port 1")

    def made(source: str, line: str, number: int, ordinal: int) -> str:
        message = CloudEvents(source).message(draft, line, number, ordinal)
        return str(msgspec.json.decode(message.value)["id"])

    first = made("/a", "x", 1, 0)
    assert len({first, made("/b", "x", 1, 0), made("/a", "y", 1, 0), made("/a", "x", 2, 0), made("/a", "x", 1, 1)}) == 5
    assert made("/a", "x", 1, 0) == first
    path = tmp_path / "a.csv"
    assert LogFile(str(path)).stem == LogFile(str(tmp_path / "other" / "a.csv.gz")).stem
