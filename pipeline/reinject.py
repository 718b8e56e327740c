"""Sends dead-lettered records back to where they came from, byte for byte, once the reason is mended."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import msgspec
from confluent_kafka import Consumer, KafkaError, Message, Producer, TopicPartition

from pipeline.deadletters import CONNECT_S, TIMEOUT_S, Letter
from pipeline.kafka_reason import at_end
from schemas.control import Control
from schemas.parse import UNDECODABLE, Refused, parse
from schemas.topics import ACCOUNT_EVENTS, CONTENT_EVENTS, CONTROL, DECISIONS

EVENTS = frozenset({ACCOUNT_EVENTS.name, CONTENT_EVENTS.name, DECISIONS.name})
Outcome = Literal["sent", "still_refused", "gone", "no_topic", "empty", "failed"]
MEANING: dict[Outcome, str] = {
    "sent": "delivered to their topic",
    "still_refused": "left: this version would refuse them again (--force sends them all the same)",
    "gone": "lost: too large to be kept, and their topic has deleted them",
    "no_topic": "left: their topic does not exist",
    "empty": "left: there never was a value",
    "failed": "not delivered",
}
FAILURES: frozenset[Outcome] = frozenset({"gone", "no_topic", "failed"})


class Original(NamedTuple):
    """The record as it was."""

    key: bytes | None
    value: bytes


class Reinjector:
    """Reads originals, produces them to their own partition, and counts what became of each.

    The partition is the one they came from, so that a subject's records stay in one whatever partitioner their
    producer used. The producer is idempotent: a retry inside it doubles nothing. Reinjecting the same letter twice
    sends it twice; events are told apart by their id, and the second is a duplicate like any other.
    """

    def __init__(self, client: Mapping[str, str], reader: Consumer, prefix: str = "", *,
                 dry_run: bool = False, force: bool = False) -> None:  # fmt: skip
        self._producer = Producer({**client, "enable.idempotence": "true", "partitioner": "murmur2_random"})
        self._reader = reader
        self._prefix = prefix
        self._dry_run = dry_run
        self._force = force
        self._partitions: dict[str, int] = {}
        self.outcomes: Counter[Outcome] = Counter()

    def take(self, letters: Iterable[Letter]) -> None:
        """Handle every letter, then wait until all is delivered or has failed. Raises KafkaException."""
        for letter in letters:
            early = self._handle(letter)
            if early is not None:
                self.outcomes[early] += 1
        self._producer.flush(TIMEOUT_S * 4)
        self.outcomes["failed"] += len(self._producer)  # neither delivered nor refused in time

    def _handle(self, found: Letter) -> Outcome | None:
        """Send one record; return what kept it from being sent, None when the delivery report will tell."""
        count = self._count(found.letter.topic)
        if count == 0:
            return "no_topic"
        original = self._original(found)
        if not isinstance(original, Original):
            return original
        if not self._force and self._refused(found.letter.topic, original.value):
            return "still_refused"
        if self._dry_run:
            return "sent"
        partition = found.letter.partition if found.letter.partition < count else -1
        self._produce(found, original, partition)
        return None

    def _original(self, found: Letter) -> Original | Outcome:
        value = found.value()
        if value is not None and found.whole:
            return Original(found.key(), value)
        message = self._in_place(found.letter.topic, found.letter.partition, found.letter.offset)
        if message is None:
            return "gone"
        value = message.value()
        return Original(message.key(), value) if value is not None else "empty"

    def _in_place(self, topic: str, partition: int, offset: int) -> Message | None:
        """Return the record that lies at this place, None when nothing does any more."""
        low, end = self._reader.get_watermark_offsets(TopicPartition(topic, partition), timeout=TIMEOUT_S)
        if not low <= offset < end:
            return None
        self._reader.assign([TopicPartition(topic, partition, offset)])
        deadline = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline:
            message = self._reader.poll(0.5)
            if message is not None:  # a later one, or the end: this one was deleted, compacted or never committed
                return None if at_end(message) or message.offset() != offset else message
        return None

    def _refused(self, topic: str, value: bytes) -> bool:
        """Say whether this version would send the record straight back to the dead letters."""
        name = topic.removeprefix(self._prefix)
        if name == CONTROL.name:
            try:
                msgspec.json.decode(value, type=Control)
            except UNDECODABLE:
                return True
        return name in EVENTS and isinstance(parse(value), Refused)

    def _count(self, topic: str) -> int:
        if topic not in self._partitions:
            found = self._producer.list_topics(topic, timeout=CONNECT_S).topics[topic]
            self._partitions[topic] = 0 if found.error is not None else len(found.partitions)
        return self._partitions[topic]

    def _produce(self, found: Letter, original: Original, partition: int) -> None:
        source: list[tuple[str, str | bytes | None]] = [("abusewatch-reinjected", found.id.encode())]
        while True:
            try:
                self._producer.produce(found.letter.topic, original.value, original.key, partition,
                                       on_delivery=self._delivered, headers=source)  # fmt: skip
            except BufferError:
                self._producer.poll(0.1)  # the queue is full: let deliveries make room
            else:
                self._producer.poll(0)
                return

    def _delivered(self, error: KafkaError | None, _message: Message) -> None:
        self.outcomes["sent" if error is None else "failed"] += 1
