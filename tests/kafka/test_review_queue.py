"""The review queue on a real broker: `alerts` follows it, `decide` answers it."""

from __future__ import annotations

import json
from itertools import islice

import msgspec
import pytest
from confluent_kafka import Producer

from pipeline.alert_source import queue_on_topics
from schemas.alert import Alert
from schemas.event import Decision
from schemas.parse import parse
from schemas.topics import ACCOUNT_EVENTS, ALERTS, CONTENT_EVENTS, DECISIONS
from tests.support.alerts import alert
from tests.support.command import Command
from tests.support.kafka_topics import MakeTopic
from tests.support.round_trip import consume

show, decide = Command("pipeline.alerts_cli"), Command("pipeline.decide_cli")
quality = Command("pipeline.quality_cli")


class Queue:
    """The alert topic under one test's prefix."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self.options = ["--bootstrap", bootstrap, "--prefix", prefix]
        self.client = {"bootstrap.servers": bootstrap}
        self.prefix = prefix
        self._producer = Producer(self.client)

    def send(self, *alerts: Alert) -> None:
        for one in alerts:
            key = f"{one.entity.type}:{one.entity.id}"
            self._producer.produce(self.prefix + ALERTS.name, msgspec.json.encode(one), key)
        assert self._producer.flush(30) == 0

    def spoil(self) -> None:
        self._producer.produce(self.prefix + ALERTS.name, b"{}")
        assert self._producer.flush(30) == 0


@pytest.fixture
def queue(kafka: str, make_topic: MakeTopic, topic_prefix: str) -> Queue:
    make_topic(ALERTS.name, 4)
    for topic in (ACCOUNT_EVENTS, CONTENT_EVENTS, DECISIONS):
        make_topic(topic.name, 2)
    return Queue(kafka, topic_prefix)


def test_the_list_has_the_newest_version_of_each_alert_over_all_partitions(queue: Queue) -> None:
    queue.send(*(alert(f"al-{i}") for i in range(20)), alert("al-3", version=2))
    queue.spoil()
    lines = show("--no-follow", "--json", *queue.options).stdout.splitlines()
    found = {one["alert_id"]: one["version"] for one in map(json.loads, lines)}
    assert found == {f"al-{i}": 2 if i == 3 else 1 for i in range(20)}


def test_an_empty_queue_is_an_empty_list(queue: Queue) -> None:
    assert show("--no-follow", *queue.options).stdout == "0 alerts, 0 of them open\n"


def test_following_shows_what_was_there_and_then_what_comes(queue: Queue) -> None:
    queue.send(alert("al-1"), alert("al-2"))
    following = queue_on_topics(queue.client, queue.prefix)
    assert {one.alert_id for one in islice(following, 2)} == {"al-1", "al-2"}
    queue.send(alert("al-1", version=2))
    newest = next(following)
    assert isinstance(newest, Alert)
    assert (newest.alert_id, newest.version) == ("al-1", 2)
    decide("al-2", "benign", "--reviewer", "ann", *queue.options)
    said = next(following)
    assert isinstance(said, Decision)
    assert (said.alert_id, said.verdict, said.reviewer) == ("al-2", "benign", "ann")


def test_what_an_appeal_overturned_is_listed_off_the_topics(queue: Queue) -> None:
    queue.send(alert("al-1"), alert("al-2"))
    for name in ("al-1", "al-2"):
        decide(name, "violation", "--reviewer", "ann", *queue.options)
    decide("al-1", "benign", "--reviewer", "bob", "--source", "appeal", *queue.options)
    (row,) = quality.json("--overturned", *queue.options)["overturned"]
    assert (row["alert_id"], row["decided_by"], row["appeal_by"]) == ("al-1", ["ann"], ["bob"])


def test_a_verdict_arrives_keyed_by_the_account_that_the_queue_names(queue: Queue, group: str) -> None:
    queue.send(alert("al-1", accounts=["u7", "u8"]))
    decide("al-1", "violation", "--reviewer", "ann", *queue.options)
    (value,) = consume(queue.client["bootstrap.servers"], queue.prefix + DECISIONS.name, 1, group)
    found = parse(value)
    assert isinstance(found, Decision)
    assert (found.subject, found.alert_id, found.verdict, found.reviewer) == ("u7", "al-1", "violation", "ann")
    assert json.loads(show("al-1", "--json", *queue.options).stdout)["verdict"] == "violation"


def test_an_alert_that_is_not_on_the_queue_is_refused(queue: Queue) -> None:
    assert "no alert 'al-9'" in decide("al-9", "benign", *queue.options, exits=2).stderr


def test_a_topic_that_is_missing_is_said(kafka: str, topic_prefix: str) -> None:
    said = show("--no-follow", "--bootstrap", kafka, "--prefix", topic_prefix, exits=3).stderr
    assert f"topic {topic_prefix}abuse.alerts" in said
    assert "Unknown topic" in said
    assert "abusewatch topics create" in said


def test_a_broker_that_is_not_there_is_said() -> None:
    assert "127.0.0.1:1" in show("--no-follow", "--bootstrap", "127.0.0.1:1", exits=3).stderr
