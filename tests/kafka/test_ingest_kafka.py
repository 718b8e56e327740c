"""Ingest onto a real Kafka: every event on its topic, keyed by subject, and nothing lost without being said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient
from typer.testing import CliRunner

from pipeline.ingest import producer as producer_module
from pipeline.ingest.cli import register
from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.ingest.producer import TOPICS, EventProducer
from tests.support.kafka_topics import MakeTopic
from tests.support.live import end_of

app = typer.Typer()
register(app)
COUNT = 5_000


@app.callback()
def root() -> None:
    """So that the program has commands."""


def _log(path: Path) -> Path:
    head = "Feb  3 {0:02d}:{1:02d}:{2:02d} web sshd[{3}]: "
    lines = [
        head.format(n // 3600, n // 60 % 60, n % 60, n) + f"Invalid user u{n % 50} from 192.0.2.{n % 250} port 1"
        for n in range(COUNT)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def _read(bootstrap: str, topic: str, partitions: int, group: str) -> list[list[tuple[str, str]]]:
    """Return (key, event id) in order, of each partition, up to the end it has now."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": group, "enable.auto.commit": False})
    found: list[list[tuple[str, str]]] = []
    for number in range(partitions):
        place = TopicPartition(topic, number, 0)
        end = end_of(consumer, place)
        consumer.assign([place])
        rows: list[tuple[str, str]] = []
        while len(rows) < end:
            message = consumer.poll(10)
            assert message is not None
            assert message.error() is None
            rows.append(((message.key() or b"").decode(), json.loads(message.value() or b"")["id"]))
        found.append(rows)
    consumer.close()
    return found


def test_events_arrive_once_in_order_and_keyed(
    kafka: str, topic_prefix: str, make_topic: MakeTopic, group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in TOPICS.values():
        make_topic(name, partitions=4)
    log, plain = _log(tmp_path / "auth.log"), tmp_path / "plain.jsonl"
    arguments = ["ingest", "sshd", str(log), "--year", "2026", "--json"]
    monkeypatch.setenv("KAFKA_BOOTSTRAP", kafka)
    sent = CliRunner().invoke(app, [*arguments, "--prefix", topic_prefix])
    assert (sent.exit_code, json.loads(sent.stdout)["events"]) == (0, COUNT)
    assert CliRunner().invoke(app, [*arguments, "--to", str(plain)]).exit_code == 0
    written: dict[str, list[str]] = {}
    for event in map(json.loads, plain.read_text().splitlines()):
        written.setdefault(event["subject"], []).append(event["id"])
    arrived: dict[str, list[str]] = {}
    homes: dict[str, set[int]] = {}
    for number, rows in enumerate(_read(kafka, topic_prefix + TOPICS["account"], 4, group)):
        for key, event_id in rows:
            arrived.setdefault(key, []).append(event_id)
            homes.setdefault(key, set()).add(number)
    assert arrived == written  # each subject's events: all of them, once, in their order
    assert all(len(home) == 1 for home in homes.values())
    assert len(set.union(*homes.values())) == 4


def test_what_kafka_refuses_is_said(kafka: str, topic_prefix: str, make_topic: MakeTopic, tmp_path: Path) -> None:
    log = _log(tmp_path / "auth.log")
    arguments = ["ingest", "sshd", str(log), "--bootstrap", kafka, "--prefix", topic_prefix]
    missing = CliRunner().invoke(app, arguments)
    assert (missing.exit_code, "abusewatch topics create" in missing.stderr) == (2, True)
    for name in TOPICS.values():
        make_topic(name, config={"max.message.bytes": "100"} if name == TOPICS["account"] else None)
    refused = CliRunner().invoke(app, arguments)
    assert (refused.exit_code, "Kafka did not take" in refused.stderr) == (3, True)


def test_an_event_for_a_topic_that_is_gone_is_a_delivery_error(
    kafka: str, admin: AdminClient, topic_prefix: str
) -> None:
    settings = {"topic.metadata.propagation.max.ms": 300, "delivery.timeout.ms": 5000}
    with (
        pytest.raises(DeliveryError, match="Kafka did not take 1 record "),
        EventProducer(kafka, prefix=topic_prefix, settings=settings) as producer,
    ):
        producer.send("account.login", "amy", b"{}")
    assert topic_prefix + TOPICS["account"] not in admin.list_topics(timeout=10).topics


def test_no_kafka_is_said_before_anything_is_read(kafka: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producer_module, "_ANSWER_S", 1.0)
    with pytest.raises(DeliveryError, match=r"no Kafka at 127\.0\.0\.1:1"):
        EventProducer("127.0.0.1:1").check()
    with pytest.raises(IngestError, match="no topic takes"):
        EventProducer(kafka).topic_of("weather.changed")
