"""What whoever writes per-event stages would do, so that the comparison is with good ones.

The stages are made for batches: at the end of each they tell every internal partition how far they are, and write their
own memory (clock, timers) at every checkpoint. With a batch for every event, a sensible author does both now and then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.stage import Batch, PartitionStage, Send, Stage, StateReader

EVERY = 100  # events
_NO_ROWS = 0x90  # msgpack's empty array, before the last field of a packet


class SensiblePartition:
    """A partition whose batches are single events."""

    def __init__(self, inner: Any, packets: frozenset[str]) -> None:
        self._inner, self._packets = inner, packets
        self._taken = 0

    def process(self, batch: Batch) -> Sequence[Send]:
        """Leave out the packets that say nothing but how far the source is, most of the time."""
        self._taken += len(batch.records)
        sends: Sequence[Send] = self._inner.process(batch)
        if self._taken % EVERY == 0:
            return sends
        return [send for send in sends if send.topic not in self._packets or send.value[-2] != _NO_ROWS]

    def wake(self) -> Sequence[Send]:
        """Nobody waits for this partition."""
        return ()

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        """See `PartitionStage`."""
        sends: Sequence[Send] = self._inner.idle(end=end)
        return sends

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        """Write the entities that changed; the room's own memory now and then."""
        if self._taken % EVERY == 0 or not hasattr(self._inner, "_keyed"):
            entries: Sequence[tuple[bytes, bytes | None]] = self._inner.checkpoint()
            return entries
        changed: list[tuple[bytes, bytes | None]] = self._inner._keyed.cache.flush()
        return changed

    def dirty(self) -> int:
        """See `PartitionStage`."""
        return int(self._inner.dirty())


class SensibleStage:
    """A stage of such partitions."""

    def __init__(self, inner: Stage, packets: frozenset[str]) -> None:
        self.name, self.topics = inner.name, inner.topics
        self._inner, self._packets = inner, packets

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> PartitionStage:
        """See `Stage`."""
        return SensiblePartition(self._inner.open(partition, state, partitions), self._packets)
