"""The worker's one producer: idempotent, transactional, everything acknowledged by all replicas.

A checkpoint is one Kafka transaction: outputs since the last one, state entries and input offsets become visible
together or not at all (KIP-98). Input offsets go in with the member's generation (KIP-447), so the group coordinator
refuses the checkpoint of a worker that has lost its partitions without knowing it, and nothing of it is ever read.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Mapping, Sequence

from confluent_kafka import KafkaError, Message, TopicPartition

from pipeline.cluster import Key
from pipeline.deadline import within
from pipeline.group_member import Member
from pipeline.metrics_spec import Metrics
from pipeline.producer_client import connected, options
from pipeline.stage import Send
from pipeline.store.entries import Entry
from pipeline.transactions import Transactions
from pipeline.worker_settings import WorkerSettings

_FULL_POLL_S = 0.05
_HELD_BYTES = 4 * 1024 * 1024


class Outbox(Transactions):
    """Produces within a transaction that begins when a checkpoint does, or sooner when much waits.

    Until then messages are held: nobody reads them before the commit anyway, a commit may be under way, and a broker
    that is just ending a transaction lets the next one's first messages wait (CONCURRENT_TRANSACTIONS: tens of ms).

    When librdkafka's queue is full, `send` waits: the agent then takes no further batch, and the consumer stops
    fetching. Failures surface from `commit`, since a transaction with one undelivered message cannot be committed: as
    DeliveryError when the broker will never take it, else as KafkaException.
    """

    def __init__(self, settings: WorkerSettings, metrics: Metrics) -> None:
        super().__init__(settings.transaction_timeout_s, metrics)
        self._config = options(settings)
        self._held: deque[Send] = deque()
        self._held_bytes = 0
        self._committing = False

    async def start(self) -> None:
        """Connect, and end what a former self has left open. Also how to begin anew after a failure."""
        self._begun = self._committing = False
        self._held.clear()
        self._held_bytes = 0
        self._deliveries.begin_anew()
        self._producer = None
        self._producer = await within(self._timeout_s, lambda: connected(self._config, self._timeout_s))

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
        producer, queue, report = self._begin(), self._deliveries.queue, self._deliveries.reported
        while self._held:
            topic, key, value, partition = self._held.popleft()
            target = -1 if partition is None else partition
            while not queue(producer, topic, key, value, target, report):
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
            self._deliveries.reported(error, message)
            offset = message.offset()
            if error is None and offset is not None:
                loop.call_soon_threadsafe(position.set_result, offset + 1)

        await self._drain()
        producer, queue, last = self._begin(), self._deliveries.queue, len(entries) - 1
        for number, (name, value) in enumerate(entries):
            report = delivered if number == last else None
            while not queue(producer, topic, name, value, partition, report):
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
