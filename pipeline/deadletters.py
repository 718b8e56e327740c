"""Reading `abuse.deadletters` as it stands: from the beginning, or a time, to the end seen at the start."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple

import msgspec
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from pipeline import kafka_reason
from pipeline.kafka_reason import at_end, partitions
from schemas.deadletter import KEPT_KEY_BYTES, DeadLetter
from schemas.parse import UNDECODABLE

TIMEOUT_S = 15.0
CONNECT_S = 8.0
GROUP = "abusewatch-deadletters"  # a name the client demands; nothing is ever committed under it
_decode = msgspec.json.Decoder(DeadLetter).decode


class Letter(NamedTuple):
    """One dead letter and where it lies in the dead-letter topic; `time_ms` is the broker's (UTC)."""

    partition: int
    offset: int
    time_ms: int
    letter: DeadLetter

    @property
    def id(self) -> str:
        """`partition:offset` in the dead-letter topic: how a user names it."""
        return f"{self.partition}:{self.offset}"

    def key(self) -> bytes | None:
        """Return the record's key as far as it was kept."""
        return None if self.letter.key is None else base64.b64decode(self.letter.key)

    def value(self) -> bytes | None:
        """Return the record's bytes, None when they were too many to keep (or there were none)."""
        return None if self.letter.value is None else base64.b64decode(self.letter.value)

    @property
    def whole(self) -> bool:
        """Say whether the record can be rebuilt from the letter alone."""
        return self.letter.value is not None and len(self.key() or b"") < KEPT_KEY_BYTES


class Unreadable(NamedTuple):
    """A record of the dead-letter topic that is no dead letter."""

    partition: int
    offset: int
    time_ms: int


class Filter(NamedTuple):
    """Which letters are meant; an empty part means: any."""

    reasons: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    since_ms: int | None = None

    def wants(self, found: Letter) -> bool:
        """Say whether `found` is meant. `since_ms` is kept by `read`, and here for what came out of order."""
        return (
            (not self.reasons or found.letter.reason in self.reasons)
            and (not self.topics or found.letter.topic in self.topics)
            and (not self.ids or found.id in self.ids)
            and (self.since_ms is None or found.time_ms >= self.since_ms)
        )


def consumer(client: Mapping[str, str]) -> AbstractContextManager[Consumer]:
    """Give a consumer that reads committed records where it is told to, and commits nothing."""
    return kafka_reason.consumer({
        **client, "group.id": GROUP, "enable.auto.commit": "false", "enable.partition.eof": "true",
        "isolation.level": "read_committed", "auto.offset.reset": "error",
        "fetch.wait.max.ms": "20",  # how long the broker sits on the answer that a partition has ended
    })  # fmt: skip


def read(client: Mapping[str, str], topic: str, since_ms: int | None = None) -> Iterator[Letter | Unreadable]:
    """Yield every dead letter in `topic`. Raises KafkaException, also when the topic does not exist."""
    with consumer(client) as reader:
        for partition in partitions(reader, topic, CONNECT_S):
            yield from _partition(reader, topic, partition, since_ms)


def _partition(reader: Consumer, topic: str, partition: int, since_ms: int | None) -> Iterator[Letter | Unreadable]:
    """Read one partition to the end that it has now."""
    low, end = reader.get_watermark_offsets(TopicPartition(topic, partition), timeout=TIMEOUT_S)
    start = low if since_ms is None else _first_since(reader, topic, partition, since_ms, end)
    if start >= end:
        return
    reader.assign([TopicPartition(topic, partition, start)])
    while True:
        message = reader.poll(TIMEOUT_S)
        if message is None:
            raise KafkaException(KafkaError(KafkaError._TIMED_OUT))  # noqa: SLF001  (librdkafka's public name)
        # The end of file too: the last offsets may be a transaction's marker, which no message shows.
        if at_end(message) or (message.offset() or 0) >= end:
            return
        yield _letter(partition, message.offset() or 0, message.timestamp()[1], message.value())


def _first_since(reader: Consumer, topic: str, partition: int, since_ms: int, end: int) -> int:
    (found,) = reader.offsets_for_times([TopicPartition(topic, partition, since_ms)], timeout=TIMEOUT_S)
    return found.offset if found.offset >= 0 else end


def _letter(partition: int, offset: int, time_ms: int, value: bytes | None) -> Letter | Unreadable:
    try:
        letter = Letter(partition, offset, time_ms, _decode(value or b""))
        letter.key(), letter.value()  # base64 that does not decode is no letter either
    except (*UNDECODABLE, ValueError):
        return Unreadable(partition, offset, time_ms)
    return letter
