"""Carries batches to the engine and what comes back to Kafka, and decides when to checkpoint.

One turn at a time: a batch, a checkpoint, opening and releasing partitions never overlap, so a checkpoint always lies
between two batches. Only the commit of one that has been taken goes on beside the batches that follow. Knows Faust
only as an `Input`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from pipeline.assignment import Assignment
from pipeline.batch_figures import count_batch, tell_missed
from pipeline.checkpoint import Checkpointer
from pipeline.failsafe import Failsafe
from pipeline.metrics_spec import Metrics
from pipeline.open_partition import OpenPartition
from pipeline.pace import Pace
from pipeline.producer import Outbox
from pipeline.setbacks import Setbacks
from pipeline.stage import Batch, Stage
from pipeline.transport.batches import Fetched
from pipeline.worker_settings import WorkerSettings

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
        self._turn = asyncio.Lock()
        self._failsafe = Failsafe(assignment, on_fatal)
        self._setbacks = Setbacks(settings, assignment, outbox, checkpointer)
        self._pace = Pace(settings)
        self._waiting = 0  # batches that wait for their turn
        self._pressing = False  # records were taken since the last checkpoint (not only the markers of our own)
        self._beat: float | None = None

    async def take(self, stage: str, fetched: Fetched) -> None:
        """Take one batch: process it, refuse it, or refuse it and go back to where custody ended."""
        epoch, batch = fetched.epoch, fetched.batch
        self._waiting += 1
        async with self._turn:
            self._waiting -= 1
            fetched.turn.taken = True
            with self._failsafe.guard():
                part = self._assignment.find(stage, batch.partition)
                verdict = part.judge(epoch, batch) if part is not None else "stale"
                if part is not None and verdict == "take":
                    self._pace.batch(time.monotonic() - fetched.at, len(batch.records), fetched.left)
                    if fetched.missed:
                        tell_missed(self._metrics, batch, fetched.missed)
                    await self._setbacks.or_start_over(self._process(part, batch))
                else:
                    self._metrics.count("abusewatch_custody_refusals_total", topic=batch.topic)
                if part is not None and verdict == "hole":
                    await self._assignment.go_back(part, batch.topic)

    async def open(self, owned: list[tuple[Stage, int]], generation: int) -> None:
        """Begin with the partitions of a new generation: state brought up to date, inputs sought, gates opened."""
        async with self._turn:
            self._assignment.assign(owned, generation)
            with self._failsafe.guard():
                await self._setbacks.start_over(None)

    async def release(self) -> None:
        """Checkpoint and let every partition go; the group must still take this worker's commit."""
        async with self._turn:
            self._assignment.give_up()
            with self._failsafe.guard():
                await self._setbacks.or_start_over(self._checkpoint())
                await self._setbacks.or_start_over(self._setbacks.landed())
            self._assignment.close()

    async def tick(self) -> None:
        """Do what time calls for: idle calls, checkpoints, looking for batches that never arrived."""
        async with self._turn:
            now = self._beat = time.monotonic()
            with self._failsafe.guard():
                idled = await self._setbacks.or_start_over(self._idle(now))
                if idled or self._pace.is_over(now):
                    await self._setbacks.or_start_over(self._checkpoint())
                elif self._checkpointer.landed_at <= now:
                    await self._setbacks.or_start_over(self._setbacks.landed())
                await self._assignment.look_for_lost(now)
        self._metrics.gauge("abusewatch_producer_queue_records", self._outbox.queued())

    async def breathe(self) -> None:
        """Checkpoint what the last batches have brought, where it was too soon for it when they were taken."""
        if self._pressing and not self._turn.locked() and self._is_due(lull=True):
            async with self._turn:
                with self._failsafe.guard():
                    await self._setbacks.or_start_over(self._checkpoint())

    def is_live(self) -> bool:
        """Say whether the worker is neither failed nor hanging (a long recovery is neither)."""
        return not self._failsafe.tripped and (self._beat is None or time.monotonic() - self._beat < _SILENT_S)

    def is_ready(self) -> bool:
        """Say whether partitions have been opened since the last rebalance (having been given none counts)."""
        return not self._failsafe.tripped and self._assignment.opened

    async def _process(self, part: OpenPartition, batch: Batch) -> None:
        began = time.monotonic()
        for other in self._assignment.asleep():
            await self._outbox.send(other.wake(began))
        await self._outbox.send(part.take(batch, began))
        ended = time.monotonic()
        self._pace.worked(ended - began, ended)
        count_batch(self._metrics, part.stage, batch, ended - began)
        self._pressing = self._pressing or bool(batch.records)
        due = self._pressing and self._is_due(lull=not self._waiting)
        if due or self._outbox.full or part.engine.dirty() >= self._settings.checkpoint_entries:
            await self._checkpoint()

    def _is_due(self, *, lull: bool) -> bool:
        return self._pace.is_due(time.monotonic(), self._checkpointer.landed_at, lull=lull)

    async def _idle(self, now: float) -> bool:
        after_s, ends = self._settings.idle_after_s, self._settings.quiet_is_end
        quiet = [part for part in self._assignment if self._assignment.is_quiet(part, now, after_s)]
        for part in quiet:
            await self._outbox.send(part.idle())
        ended = [part for part in self._assignment if ends and part.ready_to_end(now, after_s)]
        for part in ended:
            await self._outbox.send(part.idle(end=True))
        return bool(quiet or ended)

    async def _checkpoint(self) -> None:
        asked = time.monotonic()
        await self._setbacks.landed()
        began = time.monotonic()
        await self._checkpointer.write(list(self._assignment), self._assignment.member)
        ended = time.monotonic()
        self._pace.checkpointed(began, ended)
        self._metrics.count("abusewatch_checkpoint_held_seconds_total", ended - asked)
        self._pressing = False
