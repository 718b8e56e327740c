"""A Kafka with topics, and a worker on it as operations run one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from confluent_kafka import Consumer, Message, Producer, TopicPartition

from pipeline.client_config import client_settings
from pipeline.topic_admin import TopicAdmin
from schemas import topics
from tests.support.endpoint import Endpoint, free_port
from tests.support.live import end_of, worker
from tests.support.round_trip import consume

PARTITIONS = 2
INPUTS = (topics.ACCOUNT_EVENTS, topics.CONTENT_EVENTS, topics.DECISIONS)


class Site:
    """A Kafka with topics, and a worker on it."""

    def __init__(self, bootstrap: str, prefix: str, folder: Path) -> None:
        self.bootstrap, self.prefix, self.folder = bootstrap, prefix, folder
        self.group = f"{prefix}worker"
        TopicAdmin(client_settings(bootstrap)).create(topics.TOPICS, prefix, PARTITIONS, None)

    @contextmanager
    def running(self, **options: str) -> Iterator[tuple[subprocess.Popen[bytes], Endpoint]]:
        """Run a worker until it is ready, and for the length of a block."""
        port = free_port()
        with worker(self.bootstrap, self.prefix, self.folder, ABUSEWATCH_WORKER__WEB_PORT=str(port),
                    **options) as running:  # fmt: skip
            endpoint = Endpoint(port, lambda: None if running.poll() is None else self.log())
            endpoint.until(lambda: endpoint.status("/readyz") == 200, "ready")
            yield running, endpoint

    def log(self) -> str:
        """Return what the worker has said."""
        return (self.folder / "worker.log").read_text("utf-8")

    def spoil(
        self, topic: topics.Topic, partition: int, values: Iterable[bytes | None], **options: str | int
    ) -> list[int]:
        """Produce bytes as they are; return their offsets. `options` are the producer's, with _ for the dots."""
        config = {name.replace("_", "."): value for name, value in options.items()}
        producer, offsets = Producer({"bootstrap.servers": self.bootstrap, **config}), []

        def delivered(error: object, message: Message) -> None:
            assert error is None
            offsets.append(message.offset())

        for value in values:
            producer.produce(self.prefix + topic.name, value, partition=partition, on_delivery=delivered)
            producer.poll(0)
        assert producer.flush(30) == 0
        return [offset for offset in offsets if offset is not None]

    def dead_letters(self, number: int) -> list[dict[str, Any]]:
        """Return the first `number` of them."""
        name = self.prefix + topics.DEADLETTERS.name
        return [json.loads(value) for value in consume(self.bootstrap, name, number, f"{self.prefix}letters")]

    def left(self) -> dict[str, int]:
        """Return how many records of each input lie behind what the group has committed."""
        consumer = Consumer({"bootstrap.servers": self.bootstrap, "group.id": self.group})
        places = [TopicPartition(self.prefix + topic.name, p) for topic in INPUTS for p in range(PARTITIONS)]
        try:
            found = consumer.committed(places, timeout=15)
            return {f"{at.topic}/{at.partition}": end_of(consumer, at) - max(0, at.offset)
                    for at in found}  # fmt: skip
        finally:
            consumer.close()
