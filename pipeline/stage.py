"""The seam between the pure engine and whatever carries bytes: Faust, a file, a bench loop.

A carrier hands batches of records to a `PartitionStage` and sends what comes back. It knows nothing of alerts;
the stage knows nothing of Kafka. The contract that makes at-least-once delivery exact:

* batches of one topic partition arrive in offset order and without a hole (`Batch.start` equals the
  previous `Batch.end`); the carrier refuses anything else;
* `process` is deterministic in (state, batch), reads no clock, and never raises for bad input;
* the carrier may commit an offset only after the `checkpoint` that covers it, and everything sent before that
  checkpoint, has been acknowledged by the broker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol


class Record(NamedTuple):
    """One record as it lay in the log."""

    offset: int
    timestamp_ms: int  # the broker's timestamp; never used to decide anything about events
    key: bytes | None
    value: bytes | None


class Batch(NamedTuple):
    """Consecutive records of one topic partition; `records` may be empty (compaction holes, markers)."""

    topic: str
    partition: int
    start: int  # the offset at which the batch before this one ended
    end: int  # the next offset to read after this batch
    records: Sequence[Record]


class Send(NamedTuple):
    """One message to produce. `partition` None means: by the hash of the key."""

    topic: str
    key: bytes | None
    value: bytes
    partition: int | None = None


class StateReader(Protocol):
    """What a partition's stored state looks like to the engine."""

    def get(self, key: bytes) -> bytes | None:
        """Return the last checkpointed value of `key`, or None."""

    def scan(self, after: bytes, limit: int) -> Sequence[tuple[bytes, bytes]]:
        """Return up to `limit` checkpointed entries whose keys come after `after`, in order of their keys.

        Fewer than `limit` mean that the end is reached. A walk from b"" to the end, in pieces between which entries
        may be written, meets every entry that was there all the while.
        """


class PartitionStage(Protocol):
    """The engine's part for one partition of one stage. Not thread-safe; called from one task at a time."""

    def process(self, batch: Batch) -> Sequence[Send]:
        """Take one batch; return what must be sent, in order."""

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        """Say that every input of this partition has been read to its end and stays quiet; release what waits.

        What is judged once its time is over waits on: what comes next may speak against it. With `end` nothing comes.
        """

    def wake(self) -> Sequence[Send]:
        """Say that input waits that has not been taken yet, if `idle` may have been the last word.

        Called before any partition beside it is processed: whoever waits for the slowest must not run ahead of a
        backlog because its partition was quiet before.
        """

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        """Return every state entry changed since the last call (None deletes) and consider them written."""

    def dirty(self) -> int:
        """Return how many entries the next `checkpoint` would write."""


class Stage(Protocol):
    """One of the worker's stages: inputs that are partitioned alike, and the state beside them."""

    name: str  # also the name of its state table: letters and dashes
    topics: tuple[str, ...]  # co-partitioned inputs, in the order in which they are preferred

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> PartitionStage:
        """Start (or resume, from `state`) one partition. `partitions` maps every known topic to its count."""
