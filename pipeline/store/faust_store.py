"""The Faust side of a state store: Faust asks it for offsets and hands it changelog batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from faust.stores.base import Store
from faust.types import TP, AppT, CollectionT, EventT

from pipeline.metrics_spec import Metrics
from pipeline.stage import Batch
from pipeline.store.backend import StateBackend


class FaustStore(Store[bytes, bytes]):
    """Adapts a `StateBackend` to what Faust's recovery and standby replicas call.

    Faust's offsets are those of the last record applied, the backend's positions the next one: hence the ones.
    """

    def __init__(self, app: AppT, table: CollectionT, backend: StateBackend, metrics: Metrics) -> None:
        super().__init__("state://", app, table)
        self.data: dict[bytes, bytes] = {}  # the mapping face of a Faust store is not used
        self.backend = backend
        self.metrics = metrics

    def persisted_offset(self, tp: TP) -> int | None:
        """Return the changelog offset of the last entry held, so that recovery goes on behind it."""
        position = self.backend.position(tp.partition)
        return position - 1 if position else None

    def apply(self, batch: Batch) -> int | None:
        """Take the entries of one changelog batch that are new here; repeats are harmless.

        Returns None, or, for a batch that begins behind the end of what the store has, that end: nothing of it was
        taken. A store that knows nothing ends at 0.
        """
        have = self.backend.position(batch.partition) or 0
        if batch.start > have:
            return have
        if batch.end > have:
            entries = ((r.key or b"", r.value) for r in batch.records if r.offset >= have)
            count = self.backend.write(batch.partition, entries, batch.end)
            self.metrics.count("abusewatch_recovered_entries_total", count, stage=self.table_name)
        return None

    def apply_changelog_batch(
        self, batch: Iterable[EventT[Any]], to_key: Callable[[Any], Any], to_value: Callable[[Any], Any]
    ) -> None:
        """Do nothing: `StateTable` took each batch when it came. Faust buffers refused ones too, and flushes late."""

    async def on_recovery_completed(self, active_tps: set[TP], standby_tps: set[TP]) -> None:
        """Keep in memory what this worker answers for or stands by for.

        Faust calls this for a generation that may be over: what the next one was given (its offsets are noted
        already) stays too.
        """
        tables: Any = self.app.tables
        mine: set[TP] = tables.recovery.active_tps | tables.recovery.standby_tps
        now = {tp for tp in mine if tables.recovery.tp_to_table[tp] is self.table}
        self.backend.keep({tp.partition for tp in active_tps | standby_tps | now})

    async def on_stop(self) -> None:
        """Release the store's handles."""
        self.backend.close()

    def reset_state(self) -> None:
        """Do nothing: to start anew, remove the store's folder and the changelog."""

    async def backup_partition(self, tp: TP | int, flush: bool = True, purge: bool = False, keep: int = 1) -> None:
        """Do nothing: the changelog is the backup."""

    def restore_backup(self, tp: TP | int, latest: bool = True, backup_id: int = 0) -> None:
        """Do nothing: the changelog is the backup."""
