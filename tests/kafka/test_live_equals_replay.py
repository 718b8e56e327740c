"""The worker on Kafka and a replay of the same events give the same alerts, whatever the number of partitions."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer

from pipeline.alert_id import is_sample
from pipeline.client_config import client_settings
from pipeline.sampler import AuditSettings
from pipeline.topic_admin import TopicAdmin
from schemas import topics
from schemas.event import Event
from tests import test_verdicts_equal_stages as verdicts
from tests.support.live import produce, read_alerts, worker
from tests.support.mixed import value_of
from tests.test_replay_equals_stages import content, engine, replayed, traffic


def settled(kafka: str, prefix: str, partitions: int, folder: Path, wanted: dict[str, Any],
            **settings: str) -> dict[str, Any]:  # fmt: skip
    """Run the worker until it has said what is wanted, or for three minutes; return what it said."""
    with worker(kafka, prefix, folder, **settings) as running:
        found = content(read_alerts(kafka, prefix, partitions))
        deadline = time.monotonic() + 180
        while found != wanted and time.monotonic() < deadline and running.poll() is None:
            found = content(read_alerts(kafka, prefix, partitions))
        assert running.poll() is None, (folder / "worker.log").read_text()
        running.terminate()
        assert running.wait(60) == 0
    return found


@pytest.mark.parametrize("partitions", [1, 4])
def test_the_worker_says_what_a_replay_says(kafka: str, topic_prefix: str, partitions: int, tmp_path: Path) -> None:
    """Posts drawn at random included."""
    events = traffic(2)
    expected = content(replayed(events, engine(AuditSettings(share=0.2))))
    assert any(map(is_sample, expected))
    TopicAdmin(client_settings(kafka)).create(topics.TOPICS, topic_prefix, partitions, None)
    assert produce(kafka, topic_prefix, events) == len(events)
    found = settled(kafka, topic_prefix, partitions, tmp_path, expected, ABUSEWATCH_AUDIT__SHARE="0.2")
    assert found == expected


@pytest.mark.parametrize("partitions", [1, 4])
def test_verdicts_teach_the_worker_what_they_teach_a_replay(
    kafka: str, topic_prefix: str, partitions: int, tmp_path: Path
) -> None:
    TopicAdmin(client_settings(kafka)).create(topics.TOPICS, topic_prefix, partitions, None)
    producer = Producer({"bootstrap.servers": kafka})
    for _, one in verdicts.texts_and_verdicts(1):
        topic = topics.CONTENT_EVENTS if isinstance(one, Event) else topics.DECISIONS
        producer.produce(topic_prefix + topic.name, value_of(one), one.subject)
    assert producer.flush(30) == 0
    assert settled(kafka, topic_prefix, partitions, tmp_path, verdicts.expected()) == verdicts.expected()
