"""What operators put on the control topic holds in the running worker, and in a replay that is given it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from pipeline.cli import build
from pipeline.client_config import client_settings
from pipeline.control_cli import app
from pipeline.ingest.producer import EventProducer
from pipeline.names import Names
from pipeline.topic_admin import TopicAdmin
from schemas import topics
from schemas.alert import Alert
from tests.support.live import produce, read_alerts, worker
from tests.support.scenario import entered, failed
from tests.support.wire import to_bytes

QUIET, LOUD = "203.0.113.7", "203.0.113.8"
ENTRY = {"kind": "allow", "time": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00Z", "author": "ops",
         "why": "our own load test", "entity": f"ip:{QUIET}"}  # fmt: skip
EVENTS = [entered(f"user{i}", -90_000 + i, "192.0.2.1") for i in range(20)] + [
    failed(f"user{i}", i * 2.0, ip) for i in range(20) for ip in (QUIET, LOUD)
]


def addresses(alerts: list[Alert]) -> set[str]:
    return {alert.entity.id for alert in alerts if alert.entity.type == "ip"}


def test_an_allowed_address_raises_nothing_and_its_neighbour_does(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    TopicAdmin(client_settings(kafka)).create(topics.TOPICS, topic_prefix, 2, None)
    producer = EventProducer(kafka, prefix=topic_prefix)
    producer.produce(Names(topic_prefix).of(topics.CONTROL), b"allow", b"not a control entry")
    idle = ENTRY | {"kind": "snooze", "expires": "2099-01-01T00:00:00Z", "entity": "a@b.example"}
    producer.produce(Names(topic_prefix).of(topics.CONTROL), b"snooze", msgspec.json.encode(idle))
    producer.produce(Names(topic_prefix).of(topics.CONTROL), b"allow", msgspec.json.encode(ENTRY))
    producer.close()
    produce(kafka, topic_prefix, EVENTS)
    with worker(kafka, topic_prefix, tmp_path) as running:
        deadline = time.monotonic() + 150
        while LOUD not in (found := addresses(read_alerts(kafka, topic_prefix, 2))) and time.monotonic() < deadline:
            assert running.poll() is None, (tmp_path / "worker.log").read_text()
        running.terminate()
        assert running.wait(60) == 0
        found = addresses(read_alerts(kafka, topic_prefix, 2))
    assert LOUD in found
    assert QUIET not in found
    log = (tmp_path / "worker.log").read_text()
    assert log.count("offset 0 of partition 0 cannot be used") == 1
    assert log.count("offset 1 of partition 0 (snooze) has no effect: its entity must be TYPE:ID") == 1
    assert "a@b.example" not in log


def test_the_command_sets_lists_and_lifts(kafka: str, topic_prefix: str) -> None:
    TopicAdmin(client_settings(kafka)).create(topics.TOPICS, topic_prefix, 2, None)
    control = Group(kafka, topic_prefix)
    control("snooze", f"ip:{QUIET}", "--for", "2h", "--author", "ann")
    control("snooze", f"ip:{QUIET}", "--for", "1d", "--detector", "login_fanout")
    control("mode", "shadow", "--detector", "login_fanout", "--for", "7d", "--why", "too many")
    listed = json.loads(control("list", "--json"))
    assert [(one["kind"], one["entity"], one["detector"], one["value"], one["state"]) for one in listed] == [
        ("snooze", f"ip:{QUIET}", None, None, "in_force"), ("snooze", f"ip:{QUIET}", "login_fanout", None, "in_force"),
        ("mode", None, "login_fanout", "shadow", "in_force"),
    ]  # fmt: skip
    assert control("lift", f"ip:{QUIET}").startswith(f"lifted: snoozed: ip:{QUIET} until")
    assert f"there is snoozed: ip:{QUIET} for login_fanout" in control("lift", f"ip:{QUIET}", exits=2)
    assert "nothing is set for just --detector login_fanout" in control(
        "lift", "--detector", "login_fanout", "--kind", "snooze", exits=2
    )
    control("lift", "--detector", "login_fanout")
    assert "too many" not in (table := control("list"))
    assert len(table.splitlines()) == 2
    control("lift", f"ip:{QUIET}", "--detector", "login_fanout")
    assert control("list") == "nothing is set\n"


def test_the_command_says_what_is_no_entry_and_that_a_topic_is_missing(kafka: str, topic_prefix: str) -> None:
    control = Group(kafka, topic_prefix)
    assert "topics create" in control("snooze", "ip:192.0.2.1", "--for", "2h", exits=2)
    TopicAdmin(client_settings(kafka)).create(topics.TOPICS, topic_prefix, 2, None)
    producer = EventProducer(kafka, prefix=topic_prefix)
    producer.produce(Names(topic_prefix).of(topics.CONTROL), b"x", b"not a control entry")
    producer.produce(Names(topic_prefix).of(topics.CONTROL), b"x",
                     msgspec.json.encode(ENTRY | {"entity": "x", "expires": "2099-01-01T00:00:00Z"}))  # fmt: skip
    producer.close()
    said = control("list")
    assert "left out: offset 0 of partition 0 is no entry" in said
    assert "no effect: allow x: its entity must be TYPE:ID" in said


class Group:
    """`abusewatch control` under one test's prefix."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._options = ["--bootstrap", bootstrap, "--prefix", prefix]

    def __call__(self, *arguments: str, exits: int = 0) -> str:
        done = CliRunner().invoke(app, [*arguments, *self._options])
        assert done.exit_code == exits, done.output
        return done.output


def test_a_replay_takes_the_lists_as_they_were(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    events, control, out = (tmp_path / name for name in ("events.jsonl", "control.jsonl", "alerts.jsonl"))
    events.write_bytes(b"\n".join(to_bytes(event) for event in EVENTS))
    control.write_bytes(msgspec.json.encode(ENTRY) + b"\n\nnot a control entry\n")
    result = CliRunner().invoke(
        build("replay"), ["replay", str(events), "--alerts", str(out), "--control", str(control)]
    )
    assert result.exit_code == 0, result.output
    assert f"{control}, line 3: the entry cannot be used and is left out" in caplog.text
    found = addresses([msgspec.json.decode(line, type=Alert) for line in out.read_bytes().splitlines()])
    assert found == {LOUD}
