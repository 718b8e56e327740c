"""Where Kafka fails a step, the worker goes back to its last checkpoint, and gives up when that goes on too long."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable
from typing import TypeVar

from confluent_kafka import KafkaException

from pipeline.assignment import Assignment
from pipeline.checkpoint import Checkpointer
from pipeline.producer import Outbox
from pipeline.worker_settings import WorkerSettings

logger = logging.getLogger(__name__)
_T = TypeVar("_T")
_PATIENCE = 5  # transaction timeouts for which checkpoints may fail in a row before the worker gives up
_PAUSE_S = 1.0  # between attempts


class CheckpointError(RuntimeError):
    """Checkpoints failed for longer than the worker has patience."""


class Setbacks:
    """The way back to the last checkpoint. All of it within a turn of the runner."""

    def __init__(
        self, settings: WorkerSettings, assignment: Assignment, outbox: Outbox, checkpointer: Checkpointer
    ) -> None:
        self._settings = settings
        self._assignment = assignment
        self._outbox = outbox
        self._checkpointer = checkpointer
        self._failing_since: float | None = None

    async def landed(self) -> None:
        """Wait for the checkpoint under way; one that has landed ends a row of failures."""
        if await self._checkpointer.landed():
            self._failing_since = None

    async def or_start_over(self, step: Awaitable[_T]) -> _T | None:
        """Take a step; where Kafka fails it, go back to the last checkpoint."""
        try:
            return await step
        except (KafkaException, TimeoutError) as failed:
            await self.start_over(failed)
            return None

    async def start_over(self, failed: Exception | None) -> None:
        """Open what is owned from the last durable checkpoint; `failed` is what took the one after it.

        Raises CheckpointError when checkpoints have failed for too long.
        """
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
