"""Records of batched topics leave aiokafka as `Record`s: to make its own kind first costs 1.7 times as much.

aiokafka (0.14) makes one after the other in `PartitionRecords._consumer_record`, which knows the consumer's
deserializer of keys; ours says of which topics rows are wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiokafka.consumer.fetcher import PartitionRecords  # type: ignore[import-untyped]

from pipeline.provision import STATE_MOST_BYTES
from pipeline.stage import Record

LONGEST = STATE_MOST_BYTES + 1  # no state entry is as long, and no event: `too_large` is still what it is found to be


class Rows(dict[str, bool]):
    """Whether rows are wanted of a topic, asked once each. As a deserializer it leaves keys as they are."""

    def __init__(self, is_batched: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_batched = is_batched

    def __missing__(self, topic: str) -> bool:
        wanted = self[topic] = self._is_batched(topic)
        return wanted

    def __call__(self, key: bytes | None) -> bytes | None:
        """Return the key."""
        return key


def row(record: Any) -> Record:
    """Return aiokafka's raw record as a row.

    The value is cut where nobody would read on: one too large for any use must not wait whole in a queue.
    """
    value = record.value
    if value is not None and len(value) > LONGEST:
        value = value[:LONGEST]
    return Record(record.offset, record.timestamp, record.key, value)


def _made(records: Any, tp: Any, record: Any) -> Any:
    wanted = records._key_deserializer  # noqa: SLF001
    return row(record) if type(wanted) is Rows and wanted[tp.topic] else _theirs(records, tp, record)


_theirs = PartitionRecords._consumer_record  # noqa: SLF001
PartitionRecords._consumer_record = _made  # noqa: SLF001
