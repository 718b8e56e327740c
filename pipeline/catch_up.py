"""Reads what a state topic holds beyond a store, without Faust."""

from __future__ import annotations

import time
from collections.abc import Mapping

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from pipeline.cluster import Key
from pipeline.store.backend import StateBackend

_MANY = 5_000
_POLL_S = 0.1  # librdkafka waits this long for all of _MANY


def catch_up(client: Mapping[str, str | int], key: Key, backend: StateBackend, end: int, timeout_s: float) -> int:
    """Bring `backend` up to the end of a changelog partition; return how many entries that took.

    Recovery is Faust's part. This is for the moment after a failed checkpoint: the transaction may have been
    committed all the same, and the partition goes on in this worker without a rebalance. Reads to `end`, waiting for
    open transactions before it; raises TimeoutError after `timeout_s` without progress.
    """
    topic, partition = key
    consumer = Consumer({**client, "group.id": "unused", "enable.auto.commit": False, "enable.partition.eof": True})
    at, count = backend.position(partition) or 0, 0
    consumer.assign([TopicPartition(topic, partition, at)])
    try:
        deadline = time.monotonic() + timeout_s
        while at < end:
            messages = consumer.consume(_MANY, _POLL_S)
            entries = [(m.key() or b"", m.value()) for m in messages if _is_record(m)]
            before, at = at, max([at, *(_behind(m) for m in messages)])
            if at > before:
                count += backend.write(partition, entries, at)
                deadline = time.monotonic() + timeout_s
            elif time.monotonic() > deadline:
                msg = f"{topic}/{partition} could not be read from {at} to {end}"
                raise TimeoutError(msg)
    finally:
        consumer.close()
    return count


def _is_record(message: Message) -> bool:
    error = message.error()
    if error is not None and error.code() != KafkaError._PARTITION_EOF:  # noqa: SLF001 - its public spelling
        raise KafkaException(error)
    return error is None


def _behind(message: Message) -> int:
    offset = message.offset() or 0  # of an end-of-partition event: the position itself
    return offset if message.error() is not None else offset + 1
