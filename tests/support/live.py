"""The real worker, as a user starts it, over the real Kafka."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from confluent_kafka import Consumer, KafkaException, TopicPartition

from pipeline.ingest.producer import EventProducer
from pipeline.names import Names
from pipeline.transient import passes
from schemas import topics
from schemas.alert import Alert
from schemas.event import Event
from tests.support.wire import to_bytes


@contextmanager
def worker(
    bootstrap: str, prefix: str, folder: Path, *options: str, program: str = "pipeline.cli", **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `abusewatch worker` for the length of a block; `settings` are environment variables."""
    env = os.environ | {
        "ABUSEWATCH_KAFKA__TOPIC_PREFIX": prefix, "ABUSEWATCH_WORKER__APP_ID": f"{prefix}worker",
        "ABUSEWATCH_WORKER__WEB_PORT": "0", "ABUSEWATCH_WORKER__FOLDER": str(folder / "state"),
        "ABUSEWATCH_WORKER__STORE": "memory", "ABUSEWATCH_WORKER__IDLE_AFTER_S": "1",
        "ABUSEWATCH_WORKER__QUIET_IS_END": "1",
        "ABUSEWATCH_WORKER__CHECKPOINT_INTERVAL_S": "0.3", **settings,
    }  # fmt: skip
    command = [sys.executable, "-m", program, "worker", "--bootstrap", bootstrap, *options]
    with (folder / "worker.log").open("ab") as log:
        running = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def produce(bootstrap: str, prefix: str, events: Iterable[Event]) -> int:
    """Produce events as ingest does; return how many were delivered."""
    producer = EventProducer(bootstrap, prefix=prefix)
    for event in events:
        producer.send(event.type, event.subject, to_bytes(event))
    producer.close()
    return producer.delivered


def read_alerts(bootstrap: str, prefix: str, partitions: int) -> list[Alert]:
    """Return every alert version that is committed now, by partition and in order."""
    topic = Names(prefix).of(topics.ALERTS)
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": f"{prefix}reader", "enable.auto.commit": False,
                         "isolation.level": "read_committed", "auto.offset.reset": "earliest"})  # fmt: skip
    found: list[Alert] = []
    try:
        consumer.assign([TopicPartition(topic, p, 0) for p in range(partitions)])
        ends = {p: end_of(consumer, TopicPartition(topic, p)) for p in range(partitions)}
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and any(_at(consumer, topic, p) < end for p, end in ends.items()):
            for message in consumer.consume(1000, timeout=0.2):
                found.append(msgspec.json.decode(message.value() or b"", type=Alert))
    finally:
        consumer.close()
    return found


def end_of(consumer: Consumer, place: TopicPartition) -> int:
    """Return a partition's end, asked again where its leader is just being found."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return int(consumer.get_watermark_offsets(place, timeout=10)[1])
        except KafkaException as failed:
            if not passes(failed) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _at(consumer: Consumer, topic: str, partition: int) -> int:
    return max(0, consumer.position([TopicPartition(topic, partition)])[0].offset)
