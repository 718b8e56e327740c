"""The worker on Kafka and a replay of the same events give the same alerts, whatever the number of partitions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.client_config import client_settings
from pipeline.topic_admin import TopicAdmin
from schemas import topics
from tests.support.live import produce, read_alerts, worker
from tests.test_replay_equals_stages import content, replayed, traffic


@pytest.mark.parametrize("partitions", [1, 4])
def test_the_worker_says_what_a_replay_says(kafka: str, topic_prefix: str, partitions: int, tmp_path: Path) -> None:
    events = traffic(2)
    expected = content(replayed(events))
    TopicAdmin(client_settings(kafka)).create(topics.TOPICS, topic_prefix, partitions, None)
    assert produce(kafka, topic_prefix, events) == len(events)
    with worker(kafka, topic_prefix, tmp_path) as running:
        found = content(read_alerts(kafka, topic_prefix, partitions))
        deadline = time.monotonic() + 90
        while found != expected and time.monotonic() < deadline and running.poll() is None:
            found = content(read_alerts(kafka, topic_prefix, partitions))
        assert running.poll() is None, (tmp_path / "worker.log").read_text()
        running.terminate()
        assert running.wait(60) == 0
    assert found == expected
