"""The same stages in ordinary Faust, for benchmarks only: one task hop, one table write, one send an event.

Stock aiokafka transport, ordinary agents, ordinary in-memory tables with Faust's own changelog, Faust's own commits: at
least once, and after a kill neither states nor outputs are exact.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Mapping, Sequence
from typing import Any

import faust
from faust.types import EventT

from pipeline.cluster import Cluster
from pipeline.credentials import faust_credentials
from pipeline.metrics import METRICS
from pipeline.metrics_spec import Metrics
from pipeline.provision import provide_topics
from pipeline.stage import Batch, PartitionStage, Record, Send, Stage
from pipeline.transport.whole import Whole
from pipeline.worker_settings import WorkerSettings


class TableReader:
    """Implements `StateReader` over an ordinary Faust table that all partitions share."""

    def __init__(self, table: Any, partition: int) -> None:
        self._table = table
        self._prefix = b"%d/" % partition

    def get(self, key: bytes) -> bytes | None:
        """Return the value of `key`, or None."""
        found: bytes | None = self._table.get(self._prefix + key)
        return found

    def scan(self, after: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        """Return up to `limit` entries behind `after`; sorts everything at each call."""
        behind = (key for key in self._table if key.startswith(self._prefix) and key > self._prefix + after)
        return [(key[len(self._prefix) :], self._table[key]) for key in sorted(behind)[:limit]]

    def write(self, key: bytes, value: bytes | None) -> None:
        """Write through to the table, and so to its changelog. Only while a stream's event is current."""
        if value is None:
            self._table.pop(self._prefix + key, None)
        else:
            self._table[self._prefix + key] = value


class EventStage:
    """One stage, event by event."""

    def __init__(self, app: faust.App, stage: Stage, partitions: Mapping[str, int], metrics: Metrics) -> None:
        width = partitions[stage.topics[0]]
        # A name of its own: nobody may take this table's changelog for a checkpointed one.
        self._table = app.Table(f"{stage.name}-unbatched", partitions=width, key_type=bytes, value_type=bytes)
        self._app = app
        self._stage = stage
        self._partitions = partitions
        self._metrics = metrics
        self._open: dict[int, tuple[PartitionStage, TableReader]] = {}

    async def take(self, event: EventT[Any]) -> None:
        """Process one event: a batch of one record, its sends, its table writes."""
        message = event.message
        engine, state = self._part(message.partition)
        record = Record(message.offset, int(message.timestamp * 1000), message.key, message.value)
        batch = Batch(message.topic, message.partition, message.offset, message.offset + 1, (record,))
        for send in engine.process(batch):
            await self._send(send)
        for key, value in engine.checkpoint():
            state.write(key, value)
        self._metrics.count("abusewatch_records_total", topic=message.topic)

    def _part(self, partition: int) -> tuple[PartitionStage, TableReader]:
        found = self._open.get(partition)
        if found is None:
            state = TableReader(self._table, partition)
            found = self._open[partition] = self._stage.open(partition, state, self._partitions), state
        return found

    async def _send(self, send: Send) -> None:
        topic = self._app.topic(send.topic, key_serializer="raw", value_serializer="raw")
        await topic.send(key=send.key, value=send.value, partition=send.partition)


def build_unbatched_app(stages: Sequence[Stage], settings: WorkerSettings, metrics: Metrics = METRICS) -> faust.App:
    """Return an ordinary Faust app for `stages`. Makes missing topics at once (blocking)."""
    partitions = provide_topics(stages, settings, Cluster(settings.client()))
    app = faust.App(
        settings.app_id,
        broker=[f"kafka://{host.strip()}" for host in settings.bootstrap.split(",")],
        broker_credentials=faust_credentials(settings.security),
        broker_session_timeout=settings.session_timeout_s,
        broker_commit_interval=settings.checkpoint_interval_s,
        consumer_auto_offset_reset="earliest",
        topic_disable_leader=True,
        topic_partitions=max(partitions[topic] for stage in stages for topic in stage.topics),
        store="memory://",
        datadir=settings.folder / settings.app_id,  # Faust makes it, though nothing is kept there
        web_enabled=False,
        autodiscover=False,
    )
    for stage in stages:
        _add_agent(app, stage, EventStage(app, stage, partitions, metrics))
    return app


def _add_agent(app: faust.App, stage: Stage, events: EventStage) -> None:
    async def carry(stream: Any) -> None:
        arriving: AsyncIterable[EventT[Any]] = stream.events()
        async for event in arriving:
            await events.take(event)

    topic = app.topic(*stage.topics, schema=Whole())
    agent: Callable[[Any], Any] = app.agent(topic, name=f"unbatched-{stage.name}")
    agent(carry)
