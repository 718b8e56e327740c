"""The same stages in Quix Streams: one application, Quix's own state and changelogs, an event at a time.

Quix keeps state under a message's key, so an entity is found where its event's key is. For events that is the subject,
as here; packets get their partition as key. A look-up costs the same.
"""

from __future__ import annotations

import logging
from typing import Any

# In an environment of its own (see `quix_home`), so mypy never sees it.
from quixstreams import Application, State, message_context  # type: ignore[import-not-found]
from quixstreams.models import Serializer  # type: ignore[import-not-found]

from pipeline.metrics import METRICS
from pipeline.stage import Batch, PartitionStage, Record, Send, Stage
from pipeline.stages import stages
from schemas import topics
from tests.bench.sensibly import SensibleStage
from tests.bench.task import COMMIT_S, Notes, Task, told


class CurrentState:
    """Implements `StateReader` over the state of the message in hand."""

    state: State

    def get(self, key: bytes) -> bytes | None:
        """Return the value of `key`, or None."""
        found: bytes | None = self.state.get_bytes(key.decode("latin-1"))
        return found

    def scan(self, after: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        """Nothing expires in a bench."""
        return []


class ValueOf(Serializer):  # type: ignore[misc]
    """Writes a send's value."""

    def __call__(self, value: Any, ctx: Any) -> bytes:
        """Return the bytes."""
        return bytes(value.value)


class QuixStage:
    """One stage, event by event."""

    def __init__(self, stage: Stage, task: Task, notes: Notes) -> None:
        self._stage, self._task, self._notes = stage, task, notes
        self._events = ".events." in stage.topics[0]
        self._state = CurrentState()
        self._open: dict[int, PartitionStage] = {}

    def take(self, value: bytes, key: bytes, timestamp: int, headers: Any, state: State) -> list[Send]:
        """Process one message: state through Quix, sends handed on."""
        context, self._state.state = message_context(), state
        part = self._open.get(context.partition) or self._opened(context.partition)
        record, at = Record(context.offset, timestamp, key, value), context.offset
        sends = part.process(Batch(context.topic, context.partition, at, at + 1, (record,)))
        for name, entry in part.checkpoint():
            if entry is None:
                state.delete(name.decode("latin-1"))
            else:
                state.set_bytes(name.decode("latin-1"), entry)
        self._notes.add(1, events=self._events)
        return [*sends]

    def _opened(self, partition: int) -> PartitionStage:
        part = self._open[partition] = self._stage.open(partition, self._state, self._task.partitions)
        return part


def run(task: Task) -> None:
    """Go on until killed."""
    app = Application(
        broker_address=task.bootstrap, consumer_group=task.group, auto_offset_reset="earliest", loglevel="ERROR",
        commit_interval=COMMIT_S, state_dir=task.folder,
        producer_extra_config={"compression.type": "lz4", "linger.ms": 5, "queue.buffering.max.messages": 1_000_000},
    )  # fmt: skip
    outs = {name: app.topic(name, key_serializer="bytes", value_serializer=ValueOf(), value_deserializer="bytes",
                            key_deserializer="bytes") for name in task.partitions}  # fmt: skip
    packets = frozenset(task.names.of(t) for t in (topics.OBSERVATIONS, topics.RATES))
    notes = Notes(task.notes)
    for stage in stages(task.engine(METRICS), task.names):
        quix = QuixStage(SensibleStage(stage, packets), task, notes)
        sends = app.dataframe(outs[stage.topics[0]]).apply(quix.take, stateful=True, metadata=True)
        sends.apply(lambda found: found, expand=True).to_topic(
            lambda send, *_: outs[send.topic], key=lambda send: send.key or b"%d" % (send.partition or 0)
        )
    app.run()


if __name__ == "__main__":
    logging.basicConfig(level="ERROR")
    run(told())
