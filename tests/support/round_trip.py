"""Producing a few records and reading them back, for tests about the broker itself."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer

TIMEOUT_S = 60.0


def produce(bootstrap: str, topic: str, values: Sequence[bytes], config: Mapping[str, str] | None = None) -> None:
    """Write `values` with acks=all and wait for every delivery report; raises the first failure."""
    failures: list[KafkaError] = []

    def delivered(error: KafkaError | None, _message: Message) -> None:
        if error is not None:
            failures.append(error)

    timeouts = {"message.timeout.ms": str(int(TIMEOUT_S * 1000)), "acks": "all"}
    producer = Producer({"bootstrap.servers": bootstrap, **timeouts, **(config or {})})
    for value in values:
        producer.produce(topic, value, on_delivery=delivered)
    if producer.flush(TIMEOUT_S + 5):
        raise TimeoutError(topic)
    if failures:
        raise KafkaException(failures[0])


def consume(bootstrap: str, topic: str, count: int, group: str) -> list[bytes]:
    """Read `count` values of `topic` from its beginning; raises TimeoutError after a minute."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": group, "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    try:
        return _read(consumer, count)
    finally:
        consumer.close()


def _read(consumer: Consumer, count: int) -> list[bytes]:
    values: list[bytes] = []
    deadline = time.monotonic() + TIMEOUT_S
    while len(values) < count:
        if time.monotonic() > deadline:
            message = f"{len(values)} of {count} records came"
            raise TimeoutError(message)
        message_ = consumer.poll(0.5)
        if message_ is not None and message_.error() is None:
            values.append(message_.value() or b"")
    return values
