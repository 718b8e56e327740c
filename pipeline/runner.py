"""Carries batches to the engine and what comes back to Kafka, and decides when to checkpoint.

One turn at a time: a batch, a checkpoint, opening and releasing partitions never overlap, so a checkpoint always lies
between two batches. Only the commit of one that has been taken goes on beside the batches that follow. Knows Faust
only as an `Input`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from confluent_kafka import KafkaException

from pipeline.assignment import Assignment
from pipeline.checkpoint import Checkpointer
from pipeline.metrics_spec import Metrics
from pipeline.open_partition import OpenPartition
from pipeline.pace import Pace
from pipeline.producer import Outbox
from pipeline.stage import Batch, Stage
from pipeline.transport.batches import Fetched
from pipeline.worker_settings import WorkerSettings

logger = logging.getLogger(__name__)
_T = TypeVar("_T")
_PATIENCE = 5  # transaction timeouts for which checkpoints may fail in a row before the worker gives up
_PAUSE_S = 1.0  # between attempts
_SILENT_S = 120.0  # a runner that has not had a turn for so long hangs


class Runner:
    """The worker's carrier (see the module). `on_fatal` is told once of what must stop the worker."""

    def __init__(
        self,
        settings: WorkerSettings,
        assignment: Assignment,
        outbox: Outbox,
        checkpointer: Checkpointer,
        metrics: Metrics,
        on_fatal: Callable[[BaseException], None],
    ) -> None:
        self._settings = settings
        self._assignment = assignment
        self._outbox = outbox
        self._checkpointer = checkpointer
        self._metrics = metrics
        self._on_fatal = on_fatal
        self._turn = asyncio.Lock()
        self._failed = False
        self._failing_since: float | None = None
        self._pace = Pace(settings)
        self._waiting = 0  # batches that wait for their turn
        self._pressing = False  # records were taken since the last checkpoint (not only the markers of our own)
        self._beat: float | None = None

    # -- what Faust's life cycle calls

    async def take(self, stage: str, fetched: Fetched) -> None:
        """Take one batch: process it, refuse it, or refuse it and go back to where custody ended."""
        epoch, batch = fetched.epoch, fetched.batch
        self._waiting += 1
        async with self._turn:
            self._waiting -= 1
            fetched.turn.taken = True
            with self._guard():
                part = self._assignment.find(stage, batch.partition)
                verdict = part.judge(epoch, batch) if part is not None else "stale"
                if part is not None and verdict == "take":
                    self._pace.batch(time.monotonic() - fetched.at, len(batch.records), fetched.left)
                    if fetched.missed:
                        self._tell_missed(batch, fetched.missed)
                    await self._or_start_over(self._process(part, batch))
                else:
                    self._metrics.count("abusewatch_custody_refusals_total", topic=batch.topic)
                if part is not None and verdict == "hole":
                    await self._assignment.go_back(part, batch.topic)

    async def open(self, owned: list[tuple[Stage, int]], generation: int) -> None:
        """Begin with the partitions of a new generation: state brought up to date, inputs sought, gates opened."""
        async with self._turn:
            self._assignment.assign(owned, generation)
            with self._guard():
                await self._start_over(None)

    async def release(self) -> None:
        """Checkpoint and let every partition go; the group must still take this worker's commit."""
        async with self._turn:
            self._assignment.give_up()
            with self._guard():
                await self._or_start_over(self._checkpoint())
                await self._or_start_over(self._landed())
            self._assignment.close()

    async def tick(self) -> None:
        """Do what time calls for: idle calls, checkpoints, looking for batches that never arrived."""
        async with self._turn:
            now = self._beat = time.monotonic()
            with self._guard():
                idled = await self._or_start_over(self._idle(now))
                if idled or self._pace.is_over(now):
                    await self._or_start_over(self._checkpoint())
                elif self._checkpointer.landed_at <= now:
                    await self._or_start_over(self._landed())
                await self._assignment.look_for_lost(now)
        self._metrics.gauge("abusewatch_producer_queue_records", self._outbox.queued())

    async def breathe(self) -> None:
        """Checkpoint what the last batches have brought, where it was too soon for it when they were taken."""
        if self._pressing and not self._turn.locked() and self._is_due(lull=True):
            async with self._turn:
                with self._guard():
                    await self._or_start_over(self._checkpoint())

    # -- what health asks

    def is_live(self) -> bool:
        """Say whether the worker is neither failed nor hanging (a long recovery is neither)."""
        return not self._failed and (self._beat is None or time.monotonic() - self._beat < _SILENT_S)

    def is_ready(self) -> bool:
        """Say whether partitions have been opened since the last rebalance (having been given none counts)."""
        return not self._failed and self._assignment.opened

    # -- inside a turn

    async def _process(self, part: OpenPartition, batch: Batch) -> None:
        began = time.monotonic()
        for other in self._assignment.asleep():
            await self._outbox.send(other.wake(began))
        await self._outbox.send(part.take(batch, began))
        if batch.records:
            self._metrics.count("abusewatch_batches_total", stage=part.stage)
            self._metrics.count("abusewatch_records_total", len(batch.records), topic=batch.topic)
            self._metrics.observe("abusewatch_batch_records", len(batch.records), stage=part.stage)
            self._metrics.observe("abusewatch_processing_seconds", time.monotonic() - began, stage=part.stage)
        self._pressing = self._pressing or bool(batch.records)
        due = self._pressing and self._is_due(lull=not self._waiting)
        if due or self._outbox.full or part.engine.dirty() >= self._settings.checkpoint_entries:
            await self._checkpoint()

    def _tell_missed(self, batch: Batch, count: int) -> None:
        """Retention has deleted what was not read yet: that cannot be mended here, but must not go unsaid."""
        logger.error("%s/%d: %d offsets from %d on went out of retention unread",
                     batch.topic, batch.partition, count, batch.start)  # fmt: skip
        self._metrics.count("abusewatch_offsets_missed_total", count, topic=batch.topic)

    def _is_due(self, *, lull: bool) -> bool:
        return self._pace.is_due(time.monotonic(), self._checkpointer.landed_at, lull=lull)

    async def _idle(self, now: float) -> bool:
        quiet = [p for p in self._assignment if self._assignment.is_quiet(p, now, self._settings.idle_after_s)]
        for part in quiet:
            await self._outbox.send(part.idle())
        return bool(quiet)

    async def _checkpoint(self) -> None:
        asked = time.monotonic()
        await self._landed()
        began = time.monotonic()
        await self._checkpointer.write(list(self._assignment), self._assignment.member)
        ended = time.monotonic()
        self._pace.checkpointed(began, ended)
        self._metrics.count("abusewatch_checkpoint_held_seconds_total", ended - asked)
        self._pressing = False

    async def _landed(self) -> None:
        if await self._checkpointer.landed():
            self._failing_since = None

    async def _or_start_over(self, step: Awaitable[_T]) -> _T | None:
        """Take a step; where Kafka fails it, go back to the last checkpoint."""
        try:
            return await step
        except (KafkaException, TimeoutError) as failed:
            await self._start_over(failed)
            return None

    async def _start_over(self, failed: Exception | None) -> None:
        """Open what is owned from the last durable checkpoint; `failed` is what took the one after it."""
        try:
            await self._checkpointer.landed()  # it decides where we go back to
        except (KafkaException, TimeoutError) as lost:
            failed = failed or lost
        while True:
            self._assignment.close()
            try:
                if failed is not None:
                    await self._bear(failed)
                    await self._outbox.start()
                await self._assignment.open()
            except (KafkaException, TimeoutError) as again:
                failed = again
            else:
                return

    async def _bear(self, failed: Exception) -> None:
        now = time.monotonic()
        if self._failing_since is None:
            self._failing_since = now
        seconds = now - self._failing_since
        if seconds >= _PATIENCE * self._settings.transaction_timeout_s:
            msg = f"no checkpoint for {seconds:.0f} s: {failed!r}"
            raise CheckpointError(msg) from failed
        logger.warning("going back to the last checkpoint: %r", failed)
        await asyncio.sleep(_PAUSE_S)

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Whatever breaks off half way leaves nothing that a later checkpoint could write."""
        try:
            yield
        except asyncio.CancelledError:
            self._fail()
            raise
        except Exception as failed:
            logger.exception("the worker stops without committing")
            self._fail()
            self._on_fatal(failed)

    def _fail(self) -> None:
        self._failed = True
        self._assignment.give_up()
        self._assignment.close()


class CheckpointError(RuntimeError):
    """Checkpoints failed for longer than the worker has patience."""
