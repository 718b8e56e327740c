"""The broker every Kafka test shares: real Apache Kafka, strict about topics, isolated by prefix."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import ConfigResource

from tests.support.kafka_topics import MakeTopic, delete_topics, topics_without
from tests.support.round_trip import consume, produce


def test_a_record_comes_back(kafka: str, make_topic: MakeTopic, group: str) -> None:
    topic = make_topic("events", partitions=2)
    produce(kafka, topic, [b"one", b"two", b"three"])
    assert sorted(consume(kafka, topic, 3, group)) == [b"one", b"three", b"two"]


def test_topic_config_arrives(admin: AdminClient, make_topic: MakeTopic) -> None:
    topic = make_topic("log", config={"cleanup.policy": "compact"})
    resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
    found = admin.describe_configs([resource])[resource].result(10)
    assert found["cleanup.policy"].value == "compact"


def test_an_unknown_topic_is_an_error_and_stays_unknown(kafka: str, admin: AdminClient, topic_prefix: str) -> None:
    with pytest.raises(KafkaException, match="UNKNOWN_TOPIC"):
        produce(kafka, topic_prefix + "never-made", [b"lost"], {"topic.metadata.propagation.max.ms": "300"})
    assert topic_prefix + "never-made" not in admin.list_topics(timeout=10).topics


def test_deleting_by_prefix_leaves_other_topics(admin: AdminClient, make_topic: MakeTopic, topic_prefix: str) -> None:
    keep, go = make_topic("keep"), make_topic("go-1")
    delete_topics(admin, topic_prefix + "go")
    assert keep in topics_without(admin, go)
