"""What the carrier asks of a place that keeps state."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Protocol

from pipeline.store.entries import Entry


class StateBackend(Protocol):
    """State of one table, by partition. Calls come from one thread and are short (a write: one checkpoint)."""

    def position(self, partition: int) -> int | None:
        """Return the changelog offset up to which (exclusive) the state is complete; None when it knows nothing."""

    def get(self, partition: int, key: bytes) -> bytes | None:
        """Return the value of `key`, or None."""

    def scan(self, partition: int, after: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        """Return up to `limit` entries behind `after`, in order of their keys; see `StateReader.scan`."""

    def write(self, partition: int, entries: Iterable[Entry], position: int) -> int:
        """Apply `entries` in order and move to `position`, all or nothing; return how many entries there were."""

    def keep(self, partitions: AbstractSet[int]) -> None:
        """Let go of what is held in memory for any other partition."""

    def forget(self, partition: int) -> None:
        """Drop a partition for good, here and on disk: it will be read again from its changelog."""

    def close(self) -> None:
        """Release every handle."""
