"""One partition of a state table, as the engine and the carrier read it."""

from __future__ import annotations

from pipeline.store.backend import StateBackend
from pipeline.store.entries import ENGINE, OFFSETS_KEY, engine_key, read_offsets


class PartitionReader:
    """Implements `StateReader` over a backend: the last checkpointed value of each of the engine's keys.

    `ahead` are the entries of a checkpoint that is under way: the engine has let go of them, the store has them not.
    """

    def __init__(self, backend: StateBackend, partition: int) -> None:
        self._backend = backend
        self._partition = partition
        self.ahead: dict[bytes, bytes | None] = {}

    def get(self, key: bytes) -> bytes | None:
        """Return the last checkpointed value of the engine's `key`, or None."""
        name = ENGINE + key  # `engine_key`, without a call
        if name in self.ahead:
            return self.ahead[name]
        return self._backend.get(self._partition, name)

    def scan(self, after: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        """Return up to `limit` of the engine's entries behind `after`; the carrier's own keys sort before them.

        Asked when a partition is opened and when it is checkpointed: then nothing is ahead of the store.
        """
        found = self._backend.scan(self._partition, engine_key(after), limit)
        return [(key[len(ENGINE) :], value) for key, value in found]

    def offsets(self) -> dict[str, int]:
        """Return the next offset of each input topic that this state covers."""
        return read_offsets(self._backend.get(self._partition, OFFSETS_KEY))
