"""A checkpoint: state, outputs and input offsets become durable together.

Why a transaction, and not plain records closed by a marker. Both survive a kill between any two steps. But the state
topic is compacted, and compaction knows nothing of markers: an entry of a checkpoint that was never closed, or of a
worker that had lost its partition, may already have pushed out the good entry of that key when recovery throws it
away. Kafka's cleaner does know aborted transactions. The price, on one local broker (see `tests/kafka`): 10 to 30
milliseconds a checkpoint, and what a worker sends is read by others (who read committed records only) one checkpoint
later. A killed worker's open transaction holds readers of the same partitions back until it starts again under its
name, or until `transaction_timeout_s`.

The engine goes on while a transaction is being committed: what it sends meanwhile is held until the next one can begin,
and what it lets go of is read from the entries on their way. There is one at a time; where it fails, all since the
checkpoint before it is done again.

Killed between any two steps:

* before the commit: the broker aborts; state, outputs and offsets are as after the checkpoint before;
* after the commit, before the store: the changelog has it, recovery brings the store up to date;
* within the store's write: it is atomic, and holds its own changelog position.

Offsets are an entry of the state itself, so resuming never depends on the group's committed offsets, which are written
in the same transaction for those who watch lag.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from pipeline.cluster import Key
from pipeline.group_member import Member
from pipeline.metrics_spec import Metrics
from pipeline.open_partition import OpenPartition, lowest
from pipeline.producer import Outbox
from pipeline.store.backend import StateBackend
from pipeline.store.entries import Entry


class StageTable(NamedTuple):
    """Where the state of one stage lives: its changelog topic, and the store beside it."""

    topic: str
    backend: StateBackend


class _Written(NamedTuple):
    """A partition's entries on their way; `position` will be the changelog offset behind them."""

    part: OpenPartition
    entries: list[Entry]
    position: asyncio.Future[int]


class CommitLog(Protocol):
    """Who is told what has been committed: the transport's consumer."""

    def checkpointed(self, offsets: Mapping[Key, int], *, committed: bool) -> None:
        """Note that `offsets` are durable."""


class Checkpointer:
    """Writes the checkpoints of a worker: one transaction for all its partitions that have moved."""

    def __init__(self, outbox: Outbox, tables: Mapping[str, StageTable], log: CommitLog, metrics: Metrics) -> None:
        self._outbox = outbox
        self._tables = tables
        self._log = log
        self._metrics = metrics
        self._flight: asyncio.Task[None] | None = None
        self._landed_at = 0.0

    async def write(self, partitions: Collection[OpenPartition], member: Member) -> None:
        """Take what `partitions` have done, and begin to make it durable; `landed` says when it is.

        The one before must have landed. Raises KafkaException, after which the partitions must be opened anew.
        """
        began = time.monotonic()
        moved = [part for part in partitions if part.moved]
        stages = {part.stage for part in partitions}
        if moved:
            written = [await self._send(part) for part in moved]
            offsets = lowest(partitions)
            self._flight = asyncio.create_task(self._finish(written, offsets, member, began, stages))
        else:
            self._stamp(stages)

    @property
    def landed_at(self) -> float:
        """Return when the last commit ended (monotonic seconds); infinite while one is under way."""
        return math.inf if self._flight is not None and not self._flight.done() else self._landed_at

    async def landed(self) -> bool:
        """Wait for the checkpoint under way; say whether there was one.

        Raises KafkaException or TimeoutError, after which the partitions must be opened anew; and DeliveryError.
        """
        flight, self._flight = self._flight, None
        if flight is None:
            return False
        await asyncio.shield(flight)
        return True

    async def _finish(self, written: Sequence[_Written], offsets: Mapping[Key, int], member: Member, began: float,
                      stages: Collection[str]) -> None:  # fmt: skip
        await self._outbox.commit(offsets, member)
        for one in written:
            await self._store(one)
        self._log.checkpointed(offsets, committed=True)
        self._report(written, offsets, time.monotonic() - began)
        self._stamp(stages)
        self._landed_at = time.monotonic()

    def _stamp(self, stages: Collection[str]) -> None:
        for stage in stages:
            self._metrics.stamp("abusewatch_last_checkpoint_timestamp_seconds", stage=stage)

    async def _send(self, part: OpenPartition) -> _Written:
        entries = part.entries()
        key = (self._tables[part.stage].topic, part.partition)
        return _Written(part, entries, await self._outbox.send_state(key, entries))

    async def _store(self, written: _Written) -> None:
        part, entries, position = written
        self._tables[part.stage].backend.write(part.partition, entries, await position)
        part.stored()

    def _report(self, written: Iterable[_Written], offsets: Mapping[Key, int], seconds: float) -> None:
        entries = Counter[str]()
        for part, wrote, _ in written:
            entries[part.stage] += len(wrote)
        for stage, count in entries.items():
            self._metrics.count("abusewatch_checkpoint_entries_total", count, stage=stage)
            self._metrics.observe("abusewatch_checkpoint_seconds", seconds, stage=stage)
        for topic in {topic for topic, _ in offsets}:
            self._metrics.count("abusewatch_commits_total", topic=topic)
