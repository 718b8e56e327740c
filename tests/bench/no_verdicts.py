"""Before a run: nobody has decided anything, which the rooms that learn from verdicts are told.

A worker says so by itself when its decisions have been quiet for two seconds. Until then the site's room and campaigns
wait for them, so that a contestant which never says so leaves out their work, a third of all, and looks faster.
"""

from __future__ import annotations

from collections.abc import Sequence

from confluent_kafka import Producer

from pipeline.decision_stage import DecisionStage
from pipeline.metrics_recording import RecordingMetrics
from pipeline.stage import Send
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from schemas import topics
from tests.bench.task import Task


def tell_no_verdicts(task: Task) -> None:
    """Send what quiet decisions say, for every contestant alike, and wait until it has arrived."""
    producer = Producer({"bootstrap.servers": task.bootstrap, "acks": "all"})
    for send in said(task):
        producer.produce(send.topic, send.value, send.key, -1 if send.partition is None else send.partition)
    if left := producer.flush(30):
        message = f"{left} of the packets of quiet decisions did not arrive"
        raise RuntimeError(message)


def said(task: Task) -> Sequence[Send]:
    """Return what each partition of the decisions says to the site's room and to campaigns once it is quiet."""
    stage = DecisionStage(task.engine(RecordingMetrics()), task.names)
    count = task.partitions[task.names.of(topics.DECISIONS)]
    rooms = [stage.open(n, PartitionReader(MemoryBackend(), n), task.partitions) for n in range(count)]
    return [send for room in rooms for send in room.idle()]
