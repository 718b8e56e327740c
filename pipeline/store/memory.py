"""State in dictionaries: for tests and for state small enough to be read back at every start."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import islice

from pipeline.store.entries import Entry


class MemoryBackend:
    """Keeps one dictionary a partition; gone with the process, and with the partition when it moves away."""

    def __init__(self) -> None:
        self._values: dict[int, dict[bytes, bytes]] = {}
        self._positions: dict[int, int] = {}
        self._walks: dict[int, list[bytes]] = {}  # the keys in order, as they were when a walk began

    def position(self, partition: int) -> int | None:
        """Return the changelog offset reached, or None."""
        return self._positions.get(partition)

    def get(self, partition: int, key: bytes) -> bytes | None:
        """Return the value of `key`, or None."""
        return self._values[partition].get(key) if partition in self._values else None

    def scan(self, partition: int, after: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        """Return up to `limit` entries behind `after`; keys are put in order once a walk, not once a call."""
        values = self._values.get(partition, {})
        keys = self._walks.get(partition)
        if keys is None or (keys and after < keys[0]):  # from the beginning: a new walk
            keys = self._walks[partition] = sorted(values)
        start = bisect_right(keys, after)
        there = ((key, values[key]) for key in islice(keys, start, None) if key in values)
        found = list(islice(there, limit))
        if len(found) < limit:
            del self._walks[partition]
        return found

    def write(self, partition: int, entries: Iterable[Entry], position: int) -> int:
        """Apply `entries` and move to `position`."""
        values = self._values.setdefault(partition, {})
        count = 0
        for key, value in entries:
            count += 1
            if value is None:
                values.pop(key, None)
            else:
                values[key] = value
        self._positions[partition] = position
        return count

    def keep(self, partitions: AbstractSet[int]) -> None:
        """Forget every other partition."""
        for partition in self._values.keys() - partitions:
            self.forget(partition)

    def forget(self, partition: int) -> None:
        """Drop a partition."""
        self._values.pop(partition, None)
        self._positions.pop(partition, None)
        self._walks.pop(partition, None)

    def close(self) -> None:
        """Do nothing: there are no handles."""
