"""The Faust table behind a stage: its life cycle is Faust's, its entries are written at checkpoints."""

from __future__ import annotations

from typing import Any

from faust.tables.table import Table
from faust.types import TP, AppT, EventT
from faust.types.stores import StoreT

from pipeline.metrics_spec import Metrics
from pipeline.store.backend import StateBackend
from pipeline.store.faust_store import FaustStore
from pipeline.transport.batches import fetched


class StateTable(Table[bytes, bytes]):
    """A table whose changelog arrives in whole batches under chain of custody.

    `recovery_buffer_size` must be more than 1: at 1 Faust goes on reading a table's own changelog after recovery,
    old values over new ones.
    """

    def __init__(self, app: AppT, backend: StateBackend, metrics: Metrics, **kwargs: Any) -> None:
        super().__init__(app, recovery_buffer_size=2, **kwargs)
        self.backend = backend
        self.metrics = metrics

    def _new_store(self) -> StoreT[bytes, bytes]:
        return FaustStore(self.app, self, self.backend, self.metrics)

    async def on_changelog_event(self, event: EventT[Any]) -> None:
        """Apply a changelog batch, or go back to where the store ended if the batch does not continue it.

        The latter also for a store that knows nothing of the partition: it may have dropped it a generation ago,
        while Faust still remembers how far it was and seeks there. What Faust buffers beside is never applied: it
        holds the refused batches as well. Applying here keeps `position` and recovery's own offsets in step.
        """
        batch = fetched(event).batch
        # Recovery falls through to the table of the event before when it does not know a partition.
        if batch.topic != self.changelog_topic_name:
            return
        have = self.data.apply(batch)  # type: ignore[attr-defined]
        if have is not None:
            await self._go_back(TP(batch.topic, batch.partition), have)

    async def _go_back(self, tp: TP, have: int) -> None:
        tables: Any = self.app.tables
        recovery = tables.recovery
        if tp not in recovery.active_tps | recovery.standby_tps:
            return  # left in the queue by an earlier generation
        for offsets in (recovery.active_offsets, recovery.standby_offsets):
            if tp in offsets:
                offsets[tp] = have - 1
        await self.app.consumer.seek(tp, have)
