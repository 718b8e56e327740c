"""Rows from sources that run ahead: they wait until the slower ones have come within minutes of them.

Only so does what is gathered across partitions end the same however they interleave. In step with each other, as
partitions are in live operation, nothing waits; while catching up with a backlog, the fast ones do.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

import msgspec

from pipeline.vault import Vault
from schemas.observation import Row

WAITING_MOST = 200_000
FAR_S = 30 * 86_400.0  # no backlog reaches so far: rows that far ahead come from a wrong clock ...
FAR_MOST = WAITING_MOST // 2  # ... and may not fill the room
CHUNK_ROWS = 1000
_Item = tuple[float, str, str, int, str, int, Row]  # the id parts sums of one offset; rows cannot be compared


class _Chunk(msgspec.Struct, array_like=True):
    rows: list[tuple[str, Row]]


_decode = msgspec.msgpack.Decoder(_Chunk).decode


class Waiting:
    """A heap of rows by event time, stored in chunks: a row is written at most once, at a checkpoint that finds it."""

    def __init__(self, vault: Vault, apart_s: float) -> None:
        """`apart_s`: how far ahead of the watermark a row is taken all the same (`EngineSettings.apart_s`)."""
        self._vault, self._apart_s = vault, apart_s
        self._heap: list[_Item] = []
        self._new: list[_Item] = []
        self._ends: dict[int, float] = {}  # stored chunk -> its latest event time
        self._next = 0
        self._count = 0
        self.horizon = float("-inf")

    def push(self, source: str, row: Row) -> bool:
        """Add a row of `source`; return False where it must be processed at once: far ahead, and no room for such."""
        time = row.event.time
        if len(self._heap) >= FAR_MOST and time - FAR_S > self.horizon > float("-inf"):
            return False
        item = self._push(source, row)
        if time > self.horizon:
            self._new.append(item)
        return True

    def _push(self, source: str, row: Row) -> _Item:
        self._count += 1
        item = (row.event.time, row.key, source, row.offset, row.event.id, self._count, row)
        heappush(self._heap, item)
        return item

    def release(self, watermark: float) -> Iterator[Row]:
        """Yield the rows that may be processed at `watermark`, in order of event time."""
        self.horizon = max(self.horizon, watermark + self._apart_s)
        while self._heap and (self._heap[0][0] <= self.horizon or len(self._heap) > WAITING_MOST):
            row = heappop(self._heap)[-1]
            self.horizon = max(self.horizon, row.event.time)  # beyond the cap the earliest go all the same
            yield row

    def __len__(self) -> int:
        return len(self._heap)

    def flush(self) -> list[tuple[bytes, bytes | None]]:
        """Return what storage must change: chunks that are done, and rows that have come to wait."""
        done = [number for number, end in self._ends.items() if end <= self.horizon]
        entries: list[tuple[bytes, bytes | None]] = [(_name(number), None) for number in done]
        for number in done:
            del self._ends[number]
        waiting = [item for item in self._new if item[0] > self.horizon]
        for start in range(0, len(waiting), CHUNK_ROWS):
            entries.append(self._store(waiting[start : start + CHUNK_ROWS]))
        self._new = []
        return entries

    def _store(self, items: list[_Item]) -> tuple[bytes, bytes]:
        name = _name(self._next)
        self._ends[self._next] = max(item[0] for item in items)
        self._next += 1
        return self._vault.sign(name, msgspec.msgpack.encode(_Chunk([(item[2], item[-1]) for item in items])))

    def saved(self) -> tuple[float, int, list[int]]:
        """Return (horizon, next chunk, chunks in storage) for the room's memory."""
        return self.horizon, self._next, sorted(self._ends)

    def restore(self, saved: tuple[float, int, list[int]]) -> None:
        """Load what waited at the last checkpoint; raises `StateRefusedError`."""
        self.horizon, self._next, numbers = saved
        for number in numbers:
            chunk = self._vault.load(_name(number), _decode)
            if chunk is None:
                continue
            self._ends[number] = max(row.event.time for _, row in chunk.rows)
            for source, row in chunk.rows:
                if row.event.time > self.horizon:
                    self._push(source, row)


def _name(number: int) -> bytes:
    return b"\x00waiting/%d" % number
