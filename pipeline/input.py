"""What is asked of the consumer: all that the runner and its parts know of Faust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pipeline.checkpoint import CommitLog
from pipeline.cluster import Key


class Input(CommitLog, Protocol):
    """Implemented by `pipeline.transport.consumer`; its `Key`s are (topic, partition)."""

    async def open_gates(self, offsets: Mapping[Key, int]) -> int:
        """Seek and let through; return the epoch of what follows. Partitions taken away meanwhile are skipped."""

    def reached(self, tp: Key) -> int | None:
        """Return where the last batch handed out ended; None behind a closed gate."""

    def stable_end(self, tp: Key) -> int | None:
        """Return the end of what can be read; None when not known yet."""

    def membership(self) -> tuple[int, str]:
        """Return the group's generation and this member's id."""
