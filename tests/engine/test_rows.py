"""Rows are what aiokafka itself would have made of the same bytes, and nothing else is made of other topics."""

from __future__ import annotations

from typing import Any

from aiokafka.consumer.fetcher import READ_COMMITTED, PartitionRecords  # type: ignore[import-untyped]
from aiokafka.record.default_records import DefaultRecordBatchBuilder  # type: ignore[import-untyped]
from aiokafka.record.memory_records import MemoryRecords  # type: ignore[import-untyped]
from aiokafka.structs import TopicPartition  # type: ignore[import-untyped]

from pipeline.stage import Record
from pipeline.transport.rows import LONGEST, Rows

VALUES = [b"one", None, b"", b"x" * (LONGEST + 7)]


def fetched(topic: str, start: int, wanted: Rows | None) -> list[Any]:
    """Return what comes of a fetch from offset `start` of a log that begins at 0."""
    builder = DefaultRecordBatchBuilder(
        magic=2, compression_type=0, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=-1,
        batch_size=1 << 30,
    )  # fmt: skip
    for offset, value in enumerate(VALUES):
        builder.append(offset, timestamp=1_000 + offset, key=b"k%d" % offset, value=value, headers=[])
    records = MemoryRecords(bytes(builder.build()))
    return list(PartitionRecords(TopicPartition(topic, 3), records, [], start, wanted, None, True, READ_COMMITTED))


def test_a_batched_topic_gives_rows_of_the_same_content() -> None:
    theirs = fetched("batched", 0, None)
    assert fetched("batched", 0, Rows({"batched"}.__contains__)) == [
        Record(r.offset, r.timestamp, r.key, None if r.value is None else r.value[:LONGEST]) for r in theirs
    ]


def test_what_lies_before_the_offset_asked_for_is_left_out() -> None:
    assert [row.offset for row in fetched("batched", 2, Rows({"batched"}.__contains__))] == [2, 3]


def test_other_topics_give_what_aiokafka_gives() -> None:
    assert fetched("other", 0, Rows({"batched"}.__contains__)) == fetched("other", 0, None)
