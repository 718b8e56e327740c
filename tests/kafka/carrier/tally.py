"""A stage that notices: a record lost, repeated or swapped changes the digest of its key for good."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.stage import Batch, Send, StateReader

State = tuple[int, int]  # records of a key, and the chained checksum of their values
EMPTY: State = (0, 0)


def fold(state: State, value: bytes) -> State:
    """Return the state of a key after one more record."""
    return state[0] + 1, zlib.crc32(value, state[1])


def encode(state: State) -> bytes:
    """Return a state as it is stored and sent."""
    return b"%d:%d" % state


def decode(raw: bytes | None) -> State:
    """Return a stored state."""
    if raw is None:
        return EMPTY
    count, digest = raw.split(b":")
    return int(count), int(digest)


def expected(records: Iterable[tuple[bytes, bytes]], every: int) -> tuple[dict[bytes, bytes], list[bytes]]:
    """Return the states and the sorted outputs after `records`, by an ordinary loop."""
    states: dict[bytes, State] = {}
    outputs = []
    for key, value in records:
        states[key] = fold(states.get(key, EMPTY), value)
        if states[key][0] % every == 0:
            outputs.append(key + b"=" + encode(states[key]))
    return {key: encode(state) for key, state in states.items()}, sorted(outputs)


@dataclass
class Tally:
    """Implements `Stage`: sends `key=count:digest` to `target` at every `every`-th record of a key."""

    topics: tuple[str, ...]
    target: str
    every: int = 5
    name: str = "tally"
    poison: bytes | None = None  # a value at which it breaks, as no stage should
    slow_s: float = 0.0  # how long each batch takes
    idles: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> TallyPartition:
        """Start one partition."""
        return TallyPartition(self, partition, state)


class TallyPartition:
    """Implements `PartitionStage`."""

    def __init__(self, stage: Tally, partition: int, state: StateReader) -> None:
        self._stage = stage
        self._partition = partition
        self._stored = state
        self._states: dict[bytes, State] = {}
        self._dirty: set[bytes] = set()

    def process(self, batch: Batch) -> Sequence[Send]:
        """Fold every record into its key."""
        time.sleep(self._stage.slow_s)
        self._stage.sizes.append(len(batch.records))
        return [send for r in batch.records for send in self._one(r.key or b"", r.value or b"")]

    def _one(self, key: bytes, value: bytes) -> Sequence[Send]:
        if value == self._stage.poison:
            raise ValueError(value)
        before = self._states.get(key)
        state = fold(decode(self._stored.get(key)) if before is None else before, value)
        self._states[key] = state
        self._dirty.add(key)
        if state[0] % self._stage.every:
            return ()
        return (Send(self._stage.target, key, key + b"=" + encode(state)),)

    def wake(self) -> Sequence[Send]:
        """Nobody waits for this partition."""
        return ()

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        """Remember having been called."""
        self._stage.idles.append(self._partition)
        return ()

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        """Return the keys touched since the last call."""
        dirty, self._dirty = self._dirty, set()
        return [(key, encode(self._states[key])) for key in sorted(dirty)]

    def dirty(self) -> int:
        """Return how many keys have been touched."""
        return len(self._dirty)
