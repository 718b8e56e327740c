"""Feeding and reading topics from outside of the worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from confluent_kafka import Consumer, IsolationLevel, KafkaError, Message, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._listoffsets import OffsetSpec

from pipeline.cluster import Cluster, Key
from pipeline.committed import GroupReader
from pipeline.store.entries import OFFSETS_KEY

Rows = Sequence[tuple[bytes, bytes]]


def rows(count: int, keys: int = 20, start: int = 0) -> list[tuple[bytes, bytes]]:
    """Return `count` records over `keys` keys, each value unlike any other."""
    return [(b"key-%d" % (i % keys), b"value-%d" % i) for i in range(start, start + count)]


def produce(bootstrap: str, topic: str, records: Rows) -> None:
    """Produce in order, and wait until the last is acknowledged."""
    producer = Producer({"bootstrap.servers": bootstrap, "partitioner": "murmur2_random", "linger.ms": 5})
    for key, value in records:
        _queue(producer, topic, key, value)
    assert producer.flush(30) == 0


def delete_before(bootstrap: str, key: Key, offset: int) -> None:
    """Delete a partition's records up to `offset`, as retention does."""
    admin = AdminClient({"bootstrap.servers": bootstrap})  # kept: without it nobody answers
    asked = admin.delete_records([TopicPartition(*key, offset)])
    assert [done.result(15).low_watermark for done in asked.values()] == [offset]


def produce_transaction(bootstrap: str, topic: str, records: Rows, *, commit: bool) -> None:
    """Produce in one transaction and commit or abort it; either leaves a marker in the log."""
    config = {"bootstrap.servers": bootstrap, "transactional.id": f"feed-{topic}", "partitioner": "murmur2_random"}
    producer = Producer(config)
    producer.init_transactions(30)
    producer.begin_transaction()
    for key, value in records:
        _queue(producer, topic, key, value)
    assert producer.flush(30) == 0
    producer.commit_transaction(30) if commit else producer.abort_transaction(30)


def _queue(producer: Producer, topic: str, key: bytes, value: bytes) -> None:
    while True:
        try:
            producer.produce(topic, value, key)
        except BufferError:
            producer.poll(0.1)
        else:
            return


def read(bootstrap: str, topic: str) -> list[Message]:
    """Return every committed record of a topic, in order within each partition.

    What is committed can be read a little later, and not in all partitions at once: nothing is to be open before.
    """
    config = {"bootstrap.servers": bootstrap, "group.id": "reader", "enable.auto.commit": False,
              "enable.partition.eof": True, "isolation.level": "read_committed"}  # fmt: skip
    consumer = Consumer(config)
    count = len(consumer.list_topics(topic, timeout=15).topics[topic].partitions)
    left = _settled_ends(bootstrap, keys_of(topic, count))
    consumer.assign([TopicPartition(topic, p, 0) for p in range(count)])
    found: list[Message] = []
    deadline = time.monotonic() + 60
    while left:
        assert time.monotonic() < deadline, f"{topic} could not be read to its end"
        for message in consumer.consume(5_000, 0.1):
            error = message.error()
            if error is None:
                found.append(message)
            else:
                assert error.code() == KafkaError._PARTITION_EOF, error
                if (message.offset() or 0) >= left.get(message.partition() or 0, 0):  # else more is still on its way
                    left.pop(message.partition() or 0, None)
    consumer.close()
    return found


def _settled_ends(bootstrap: str, keys: Sequence[Key]) -> dict[int, int]:
    """Wait until no transaction is open on any of the partitions, nor its marker on the way; return their ends."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    places = {TopicPartition(*key): OffsetSpec.latest() for key in keys}  # type: ignore[no-untyped-call]
    found: dict[int, int] = {}

    def ends(level: IsolationLevel) -> dict[int, int]:
        asked = admin.list_offsets(places, isolation_level=level)
        return {place.partition: done.result(15).offset for place, done in asked.items()}

    def settled() -> bool:
        found.update(ends(IsolationLevel.READ_COMMITTED))
        return found == ends(IsolationLevel.READ_UNCOMMITTED)

    wait_until(settled)
    return found


def outputs(bootstrap: str, topic: str) -> list[bytes]:
    """Return the sorted values of a topic."""
    return sorted(m.value() or b"" for m in read(bootstrap, topic))


def states(bootstrap: str, topic: str) -> dict[bytes, bytes]:
    """Return the engine's entries as a state topic holds them."""
    found: dict[bytes, bytes] = {}
    for message in read(bootstrap, topic):
        key, value = message.key() or b"", message.value()
        if key != OFFSETS_KEY and value is not None:
            found[key[1:]] = value
    return found


def wait_until(what: Callable[[], bool], timeout_s: float = 120.0) -> None:
    """Poll until `what` holds; fails after `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not what():
        assert time.monotonic() < deadline, f"not within {timeout_s} s: {what}"
        time.sleep(0.02)


def keys_of(topic: str, partitions: int) -> list[Key]:
    """Return every partition of a topic."""
    return [(topic, p) for p in range(partitions)]


def wait_committed(bootstrap: str, group: str, keys: Iterable[Key], timeout_s: float = 180.0) -> None:
    """Wait until `group` has committed exactly to the end of every partition."""
    client: dict[str, str | int] = {"bootstrap.servers": bootstrap}
    cluster, every = Cluster(client), list(keys)
    with GroupReader(client, group, timeout_s) as reader:

        def at_the_end() -> bool:  # markers arrive a little after their transaction: the ends may still move
            return reader.committed(every) == {key: end for key, end in cluster.ends(every).items() if end}

        wait_until(at_the_end, timeout_s)
