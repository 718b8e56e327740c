"""The consumer: what may be committed, and where partitions are sought, for batched topics.

Every override says what of Faust 0.15.3 it replaces and why; all of Faust that stands in the way is met in this file,
`thread` and `pipeline.app`.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from faust.transport.drivers.aiokafka import Consumer
from faust.types import TP, ConsumerMessage

from pipeline.cluster import Key
from pipeline.transport.batches import Fetched
from pipeline.transport.thread import BatchingThread


class BatchingConsumer(Consumer):
    """Faust's aiokafka consumer, for which a batched partition is committed at checkpoints and nowhere else."""

    _thread: BatchingThread

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read_offset = _ReadOffsets(self.is_batched)
        self._durable: dict[TP, int] = {}

    def _new_consumer_thread(self) -> BatchingThread:
        return BatchingThread(self, loop=self.loop, beacon=self.beacon)

    def is_batched(self, topic: str) -> bool:
        """Say whether records of `topic` come as batches."""
        app: Any = self.app
        return topic in app.batched_topics or topic in app.tables.changelog_topics

    # -- committing. Faust's gap tree adds the end of a gap twice and takes a gap for done before its end is
    # acknowledged; a checkpoint knows the one offset that is right.

    def checkpointed(self, offsets: Mapping[Key, int], *, committed: bool) -> None:
        """Note what a checkpoint has made durable; `committed` when its transaction has committed it too."""
        durable = {TP(*key): offset for key, offset in offsets.items()}
        self._durable.update(durable)
        if committed:
            self._committed_offset.update(durable)

    def _new_offset(self, tp: TP) -> int | None:
        return self._durable.get(tp) if self.is_batched(tp.topic) else super()._new_offset(tp)

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        if not self.is_batched(tp.topic):
            await super()._add_gap(tp, offset_from, offset_to)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        # Batches are not acknowledged one by one, so Faust would not think of their partitions.
        yield from super()._filter_tps_with_pending_acks(topics)
        yield from (tp for tp in self._durable if topics is None or tp in topics or tp.topic in topics)

    async def _commit_offsets(self, offsets: Mapping[TP, int], start_new_transaction: bool = True) -> bool:
        # Faust notes offsets as committed even when the commit has failed, and never tries them again.
        before = {tp: self._committed_offset[tp] for tp in offsets}
        did_commit = await super()._commit_offsets(offsets, start_new_transaction)
        if not did_commit:
            self._committed_offset.update(before)
        return did_commit

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Forget what was durable: by the time a partition comes back, others may have gone further."""
        await super().on_partitions_revoked(revoked)
        self._durable.clear()

    # -- seeking. Faust lets records through before its seek has ended, does not seek a partition without a commit,
    # and its `seek` is called from another thread than aiokafka's.

    async def open_gates(self, offsets: Mapping[Key, int]) -> int:
        """Seek batched partitions to `offsets` and let them through; return the epoch of what comes after."""
        return await self._thread.open_gates(offsets)

    async def _seek(self, partition: TP, offset: int) -> None:
        await self.seek_wait({partition: offset})

    async def perform_seek(self) -> None:
        """Seek to the committed offsets, but leave batched topics to whoever opens their gates."""
        if any(not self.is_batched(tp.topic) for tp in self.assignment()):
            await super().perform_seek()

    async def highwaters(self, *partitions: TP) -> Mapping[TP, int]:
        """Return the ends of partitions, with the records of transactions that are still open.

        aiokafka would leave those out; a dead worker's checkpoint may yet turn out to be committed, and recovery
        must wait for the answer.
        """
        app: Any = self.app
        ends: Mapping[TP, int] = await asyncio.to_thread(app.ends_of, partitions)
        return ends

    # -- the rest

    def _to_message(self, tp: TP, record: Any) -> ConsumerMessage:
        if not isinstance(record, Fetched):
            return super()._to_message(tp, record)
        batch = record.batch
        return ConsumerMessage(
            batch.topic, batch.partition, batch.end - 1, 0.0, 0, None, None, cast("bytes", record), None, 0, 0, tp,
            generation_id=self.app.consumer_generation_id,
        )  # fmt: skip

    async def create_topic(self, topic: str, *args: Any, **kwargs: Any) -> None:
        """Do nothing: topics are made before the worker starts, with their clean-up policies."""

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Do nothing: Faust's watch for stalls knows neither batches nor checkpoints; the lag metric does."""

    def reached(self, tp: Key) -> int | None:
        """Return where the last batch handed out ended, or None behind a closed gate."""
        return self._thread.reached(tp)

    def stable_end(self, tp: Key) -> int | None:
        """Return the end of what can be read, as last heard; None when not heard yet."""
        return self._thread.stable_end(tp)

    def membership(self) -> tuple[int, str]:
        """Return the group's generation and this member's id."""
        return self._thread.membership()


class _ReadOffsets(defaultdict[TP, int | None]):
    """Faust's offsets read, by which it drops what it takes for repeats; custody judges that for batched topics."""

    def __init__(self, is_batched: Callable[[str], bool]) -> None:
        super().__init__(lambda: None)
        self._is_batched = is_batched

    def __getitem__(self, tp: TP) -> int | None:
        return None if self._is_batched(tp.topic) else super().__getitem__(tp)
