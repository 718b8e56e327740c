"""The limit: a confluent-kafka poll loop around the same stages. No checkpoints, no state topic, nothing exact."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from confluent_kafka import Consumer, Message, Producer

from pipeline.collector import seldom
from pipeline.metrics import METRICS
from pipeline.stage import Batch, PartitionStage, Record, Send
from pipeline.stages import stages
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from tests.bench.task import COMMIT_S, Notes, Task, told

MOST = 10_000  # records, as the worker's batches


class Bare:
    """Consumes, processes, produces, and commits what it has consumed now and then."""

    def __init__(self, task: Task) -> None:
        shared: dict[str, Any] = {"bootstrap.servers": task.bootstrap}
        self._stages = {stage.topics[0]: stage for stage in stages(task.engine(METRICS), task.names)}
        self._consumer = Consumer({**shared, "group.id": task.group, "auto.offset.reset": "earliest",
                                   "enable.auto.commit": False})  # fmt: skip
        self._producer = Producer(
            {**shared, "acks": "all", "compression.type": "lz4", "linger.ms": 5, "partitioner": "murmur2_random",
             "queue.buffering.max.messages": 1_000_000}
        )  # fmt: skip
        self._task, self._notes = task, Notes(task.notes)
        self._open: dict[tuple[str, int], PartitionStage] = {}
        self._events = {name for name in self._stages if ".events." in name}
        self._committed = 0.0

    def run(self) -> None:
        """Go on until killed."""
        self._consumer.subscribe(list(self._stages))
        while True:
            for place, records in _by_partition(self._consumer.consume(MOST, 0.1)).items():
                self._take(place, records)
            if time.monotonic() - self._committed > COMMIT_S:
                self._commit()

    def _take(self, place: tuple[str, int], records: list[Record]) -> None:
        part = self._open.get(place) or self._opened(*place)
        for send in part.process(Batch(*place, records[0].offset, records[-1].offset + 1, records)):
            self._send(send)
        self._notes.add(len(records), events=place[0] in self._events)

    def _opened(self, topic: str, partition: int) -> PartitionStage:
        state = PartitionReader(MemoryBackend(), partition)
        part = self._open[topic, partition] = self._stages[topic].open(partition, state, self._task.partitions)
        return part

    def _send(self, send: Send) -> None:
        self._producer.produce(send.topic, send.value, send.key, -1 if send.partition is None else send.partition)
        self._producer.poll(0)

    def _commit(self) -> None:
        self._committed = time.monotonic()
        if self._notes.began:
            self._consumer.commit(asynchronous=True)


def _by_partition(messages: list[Message]) -> dict[tuple[str, int], list[Record]]:
    found: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for message in messages:
        if message.error() is None:
            record = Record(message.offset() or 0, message.timestamp()[1], message.key(), message.value())
            found[message.topic() or "", message.partition() or 0].append(record)
    return found


if __name__ == "__main__":
    Path(told().folder).mkdir(parents=True, exist_ok=True)
    with seldom():  # as the worker: what is compared is the carrier
        Bare(told()).run()
