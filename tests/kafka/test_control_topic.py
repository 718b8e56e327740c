"""What operators put on the control topic holds in the running worker, and in a replay that is given it."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
from typer.testing import CliRunner

from pipeline.cli import build
from pipeline.client_config import client_settings
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
    assert "cannot be used" in (tmp_path / "worker.log").read_text()


def test_a_replay_takes_the_lists_as_they_were(tmp_path: Path) -> None:
    events, control, out = (tmp_path / name for name in ("events.jsonl", "control.jsonl", "alerts.jsonl"))
    events.write_bytes(b"\n".join(to_bytes(event) for event in EVENTS))
    control.write_bytes(msgspec.json.encode(ENTRY))
    result = CliRunner().invoke(
        build("replay"), ["replay", str(events), "--alerts", str(out), "--control", str(control)]
    )
    assert result.exit_code == 0, result.output
    found = addresses([msgspec.json.decode(line, type=Alert) for line in out.read_bytes().splitlines()])
    assert found == {LOUD}
