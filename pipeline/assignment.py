"""The stage partitions that this worker owns: opened, sought, watched and let go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping

from pipeline.checkpoint import StageTable
from pipeline.cluster import Key
from pipeline.group_member import Member
from pipeline.input import Input
from pipeline.lost_batches import LostBatches
from pipeline.metrics_spec import Metrics
from pipeline.open_partition import Custody, OpenPartition, lowest
from pipeline.opening import Opening
from pipeline.stage import Stage
from pipeline.store.reader import PartitionReader


class Assignment:
    """Chains of custody of one generation of the group.

    A generation's member is noted when it is assigned and used for every commit until the next: a worker that has
    lost its partitions still commits as the member it was, and is refused.
    """

    def __init__(
        self,
        group: str,
        consumer: Input,
        opening: Opening,
        tables: Mapping[str, StageTable],
        partitions: Mapping[str, int],
        metrics: Metrics,
        on_ready: Callable[[], None],
    ) -> None:
        self._group = group
        self._consumer = consumer
        self._opening = opening
        self._tables = tables
        self._partitions = partitions
        self._metrics = metrics
        self._on_ready = on_ready
        self._owned: list[tuple[Stage, int]] = []
        self._open: dict[tuple[str, int], OpenPartition] = {}
        self._lost = LostBatches(consumer)
        self._ends: dict[Key, int] = {}  # of the inputs, when they were opened
        self.member = Member(group, -1, "")
        self.opened = False

    def __iter__(self) -> Iterator[OpenPartition]:
        return iter(self._open.values())

    def find(self, stage: str, partition: int) -> OpenPartition | None:
        """Return an open partition, or None."""
        return self._open.get((stage, partition))

    def assign(self, owned: list[tuple[Stage, int]], generation: int) -> None:
        """Note what this generation owns, unless the group has already gone on to another."""
        self.close()
        current, member_id = self._consumer.membership()
        self._owned = owned if current == generation else []
        self.member = Member(self._group, generation, member_id)
        self.opened = False

    def give_up(self) -> None:
        """Own nothing any more; what is open stays open until `close`, for a last checkpoint."""
        self._owned = []
        self.opened = False

    def close(self) -> None:
        """Drop every open partition with what it has not checkpointed."""
        for part in self._open.values():
            # Gauges of what is no longer ours would stand still, and look like a stall.
            self._metrics.forget(partition=part.partition)
            self._metrics.forget(stage=part.stage)
        self._open.clear()
        self._lost.clear()

    async def open(self) -> None:
        """Open what is owned from its last durable checkpoint. Raises KafkaException, TimeoutError, ShortTopicError."""
        await asyncio.to_thread(self._opening.catch_up, self._owned)
        offsets = await asyncio.to_thread(self._opening.offsets, self._owned)
        self._ends = await asyncio.to_thread(self._opening.ends, self._owned)
        begin = zip(self._owned, offsets, strict=True)
        self._open = {(stage.name, p): self._opened(stage, p, at) for (stage, p), at in begin}
        await self._seek(lowest(self._open.values()))
        # The group may have gone on meanwhile; then the next generation's call to open is on its way.
        self.opened = self._consumer.membership()[0] == self.member.generation
        if self.opened:
            self._on_ready()

    async def go_back(self, part: OpenPartition, topic: str) -> None:
        """Seek an input to where its custody ended."""
        self._metrics.count("abusewatch_seeks_total", topic=topic)
        await self._seek({(topic, part.partition): part.inputs[topic].end})

    async def look_for_lost(self, now: float) -> None:
        """Go back where batches were handed out and never arrived: Faust drops what it holds in several places.

        A hole is seen when the batch behind it arrives; this is for the last batch of a partition.
        """
        for part in self._open.values():
            for topic, custody in part.inputs.items():
                self._measure(part, topic, custody)
                if self._lost.find((topic, part.partition), custody.end, now, self._open.values()):
                    await self.go_back(part, topic)

    def is_quiet(self, part: OpenPartition, now: float, after_s: float) -> bool:
        """Say whether all inputs of `part` have been read to their end and nothing came for `after_s`."""
        ends = {topic: self._consumer.stable_end((topic, part.partition)) for topic in part.inputs}
        return part.ready_to_idle(now, after_s, ends)

    def asleep(self) -> list[OpenPartition]:
        """Return the partitions with input waiting whose last word may have been that they are idle."""
        return [part for part in self._open.values() if part.asleep and self._has_input(part)]

    def _has_input(self, part: OpenPartition) -> bool:
        for topic, custody in part.inputs.items():
            key = (topic, part.partition)
            if custody.end < max(self._consumer.stable_end(key) or 0, self._ends[key]):
                return True
        return False

    def _opened(self, stage: Stage, partition: int, offsets: Mapping[str, int]) -> OpenPartition:
        reader = PartitionReader(self._tables[stage.name].backend, partition)
        engine = stage.open(partition, reader, self._partitions)
        inputs = {topic: Custody(offsets[topic], 0) for topic in stage.topics}
        return OpenPartition(stage.name, partition, engine, inputs, time.monotonic(), reader.ahead)

    async def _seek(self, offsets: Mapping[Key, int]) -> None:
        epoch = await self._consumer.open_gates(offsets)
        for part in self._open.values():
            for topic, custody in part.inputs.items():
                if (topic, part.partition) in offsets:
                    custody.epoch = epoch

    def _measure(self, part: OpenPartition, topic: str, custody: Custody) -> None:
        end = self._consumer.stable_end((topic, part.partition))
        if end is not None:
            lag = max(0, end - custody.end)
            self._metrics.gauge("abusewatch_lag_records", lag, topic=topic, partition=part.partition)
