"""The worker's one producer: idempotent, transactional, everything acknowledged by all replicas.

A checkpoint is one Kafka transaction: outputs since the last one, state entries and input offsets become visible
together or not at all (KIP-98). Input offsets go in with the member's generation (KIP-447), so the group coordinator
refuses the checkpoint of a worker that has lost its partitions without knowing it, and nothing of it is ever read.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import struct
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from confluent_kafka import KafkaError, KafkaException, Message, Producer, TopicPartition

from pipeline.cluster import Key
from pipeline.deadline import within
from pipeline.metrics_spec import Metrics
from pipeline.provision import STATE_MOST_BYTES
from pipeline.stage import Send
from pipeline.store.entries import Entry
from pipeline.transient import passes
from pipeline.worker_settings import WorkerSettings

logger = logging.getLogger(__name__)
_FULL_POLL_S = 0.05
_HELD_BYTES = 4 * 1024 * 1024
_PAUSE_S = 0.3  # before asking again a coordinator that is not ready
_PERMANENT = {
    KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.RECORD_LIST_TOO_LARGE, KafkaError.INVALID_MSG,
    KafkaError.INVALID_RECORD, KafkaError.POLICY_VIOLATION, KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC, KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001
}  # fmt: skip


class DeliveryError(RuntimeError):
    """The broker refused a message in a way that trying again does not mend."""


class Member(NamedTuple):
    """Who commits: the consumer's place in its group."""

    group: str
    generation: int
    member_id: str

    def metadata(self) -> bytes:
        """Return what librdkafka takes as a consumer group's metadata.

        The consumer is aiokafka's, so there is no confluent consumer to ask; this is the form in which librdkafka
        (2.x, `rd_kafka_consumer_group_metadata_write`) writes and reads it: a magic word, the generation, the names,
        and a flag that there is no static instance id. `tests/kafka` holds it against the library.
        """
        names = b"".join(name.encode() + b"\0" for name in (self.group, self.member_id))
        return b"CGMDv2:" + struct.pack("=i", self.generation) + names + b"\1"


class Outbox:
    """Produces within a transaction that begins when a checkpoint does, or sooner when much waits.

    Until then messages are held: nobody reads them before the commit anyway, a commit may be under way, and a broker
    that is just ending a transaction lets the next one's first messages wait (CONCURRENT_TRANSACTIONS: tens of ms).

    When librdkafka's queue is full, `send` waits: the agent then takes no further batch, and the consumer stops
    fetching. Failures surface from `commit`, since a transaction with one undelivered message cannot be committed: as
    DeliveryError when the broker will never take it, else as KafkaException.
    """

    def __init__(self, settings: WorkerSettings, metrics: Metrics) -> None:
        self._config: dict[str, Any] = {
            **settings.client(),
            "transactional.id": f"{settings.app_id}-{settings.instance}",
            "transaction.timeout.ms": int(settings.transaction_timeout_s * 1000),
            "acks": "all",
            "partitioner": "murmur2_random",  # what Java and Faust clients use: one key, one partition, whoever sends
            "compression.type": "lz4",
            "linger.ms": 5,
            "queue.buffering.max.messages": 200_000,
            "message.max.bytes": STATE_MOST_BYTES,
            "queue.buffering.max.kbytes": 262_144,
        }
        self._timeout_s = settings.transaction_timeout_s
        self._metrics = metrics
        self._producer: Producer | None = None
        self._begun = False
        self._held: deque[Send] = deque()
        self._held_bytes = 0
        self._committing = False
        self._refused: DeliveryError | None = None
        self._logged: set[int] = set()

    async def start(self) -> None:
        """Connect, and end what a former self has left open. Also how to begin anew after a failure."""
        self._begun = self._committing = False
        self._held.clear()
        self._held_bytes = 0
        self._logged.clear()
        self._producer = None
        self._producer = await within(self._timeout_s, self._connected)

    def _connected(self) -> Producer:
        producer = Producer(self._config, logger=logger)
        until = time.monotonic() + self._timeout_s
        while True:
            try:
                producer.init_transactions(self._timeout_s)
            except KafkaException as failed:
                if not passes(failed) or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_S)
            else:
                return producer

    async def send(self, sends: Sequence[Send]) -> None:
        """Take messages, to be sent in order; wait while there are more than the queue holds."""
        self._held.extend(sends)
        self._held_bytes += sum([len(send.value or b"") for send in sends])
        if self._held_bytes > _HELD_BYTES and not self._committing:
            await self._drain()

    @property
    def full(self) -> bool:
        """Say whether so much is held that the commit under way should be waited for."""
        return self._held_bytes > 8 * _HELD_BYTES

    async def _drain(self) -> None:
        """Queue what is held."""
        producer, report = self._begin(), self._reported
        while self._held:
            topic, key, value, partition = self._held.popleft()
            target = -1 if partition is None else partition
            while not self._queue(producer, topic, key, value, target, report):
                await asyncio.to_thread(producer.poll, _FULL_POLL_S)
        self._held_bytes = 0
        producer.poll(0)

    async def send_state(self, key: Key, entries: Sequence[Entry]) -> asyncio.Future[int]:
        """Queue what is held and one partition's state entries; the future gives the offset behind the last of them.

        Only the last one is reported on: a transaction cannot be committed unless all have arrived, and a callback
        for each would cost more than sending it.
        """
        topic, partition = key
        loop = asyncio.get_running_loop()
        position: asyncio.Future[int] = loop.create_future()

        def delivered(error: KafkaError | None, message: Message) -> None:
            self._reported(error, message)
            offset = message.offset()
            if error is None and offset is not None:
                loop.call_soon_threadsafe(position.set_result, offset + 1)

        await self._drain()
        producer, last = self._begin(), len(entries) - 1
        for number, (name, value) in enumerate(entries):
            report = delivered if number == last else None
            while not self._queue(producer, topic, name, value, partition, report):
                await asyncio.to_thread(producer.poll, _FULL_POLL_S)
        return position

    async def commit(self, offsets: Mapping[Key, int], member: Member) -> None:
        """Wait until all is delivered, and commit it together with `offsets`.

        Raises DeliveryError; and KafkaException or TimeoutError, after which nobody knows whether it was committed:
        `start` brings the decision about.
        """
        # librdkafka's send_offsets_to_transaction does not keep its timeout when the broker goes away under it, and
        # called once more it never returns (2.16.0, seen with a broker stopped for 12 s). Such a producer is left
        # behind; `start` fences it off.
        positions = [TopicPartition(*key, offset) for key, offset in offsets.items()]
        self._committing = True
        await within(self._timeout_s, lambda: self._commit(positions, member))
        self._committing = False

    async def close(self) -> None:
        """Abort what has not been committed."""
        if self._producer is not None and self._begun:
            with contextlib.suppress(TimeoutError):  # the broker ends it after the transaction's timeout
                await within(self._timeout_s, self._abort)

    def _commit(self, offsets: list[TopicPartition], member: Member) -> None:
        producer = self._begin()
        _flush(producer, self._timeout_s)
        if self._refused is not None:
            raise self._refused
        producer.send_offsets_to_transaction(offsets, member.metadata(), self._timeout_s)
        producer.commit_transaction(self._timeout_s)
        self._begun = False

    def _abort(self) -> None:
        try:
            self._begin().abort_transaction(self._timeout_s)
        except KafkaException as failed:  # the broker ends it after the transaction's timeout
            logger.warning("transaction not aborted: %s", failed)
        self._begun = False

    def _begin(self) -> Producer:
        if self._producer is None:
            msg = "the producer is not connected"
            raise RuntimeError(msg)
        if not self._begun:
            self._producer.begin_transaction()
            self._begun = True
        return self._producer

    def _queue(self, producer: Producer, topic: str, key: bytes | None, value: bytes | None, partition: int,
               report: Any) -> bool:  # fmt: skip
        """Queue one message; return False while there is no room. Cost: a microsecond, and no turn of the loop."""
        try:
            producer.produce(topic, value, key, partition, report)
        except BufferError:
            return False
        except KafkaException as failed:
            producer.poll(0)  # a transaction that has failed takes no more messages; its reports say why
            self._refuse(topic, failed.args[0])
            raise self._refused or failed from None
        return True

    def _reported(self, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            self._metrics.count("abusewatch_delivery_failures_total", topic=message.topic() or "other")
            if error.code() not in self._logged:  # the others of this transaction fail alike
                self._logged.add(error.code())
                logger.error("not delivered to %s: %s", message.topic(), error)
            self._refuse(message.topic(), error)

    def _refuse(self, topic: str | None, error: KafkaError) -> None:
        if error.code() in _PERMANENT and self._refused is None:
            self._refused = DeliveryError(f"{topic}: {error}")

    def queued(self) -> int:
        """Return how many messages wait for delivery."""
        return len(self._producer) if self._producer is not None else 0


def _flush(producer: Producer, seconds: float) -> None:
    """Wait for delivery. Raises KafkaException where confluent-kafka fails without saying how.

    2.16.1 was seen to raise a bare SystemError when the broker had ended the transaction (INVALID_PRODUCER_EPOCH, after
    a review queue that took nothing for 10 s): the worker must go back to its last checkpoint then, not end.
    """
    try:
        producer.flush(seconds)
    except SystemError as failed:
        raise KafkaException(KafkaError(KafkaError._FATAL, str(failed))) from failed  # noqa: SLF001 - its public spelling
