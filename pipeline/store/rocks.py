"""State in RocksDB, one database a partition, kept on disk across restarts."""

from __future__ import annotations

import shutil
import struct
import time
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import islice
from pathlib import Path

from rocksdict import (
    AccessType,
    BlockBasedIndexType,
    BlockBasedOptions,
    Cache,
    Options,
    Rdict,
    WriteBatch,
    WriteBufferManager,
    WriteOptions,
)

from pipeline.store.entries import Entry

# Never in a changelog (engine keys begin with "s", the carrier's with "@"): position and time of the last write.
_MARK = b"!mark"
_mark = struct.Struct(">qd")
_BUFFERS, _CACHE = 64 * 1024 * 1024, 32 * 1024 * 1024  # bytes, of a process


class RocksBackend:
    """Keeps each partition in `folder`/<partition>; a write is one atomic batch with its position.

    There is no write-ahead log, which would take about as long as all the rest of a write: the changelog is one. Writes
    reach the disk in their order, a buffer of whole batches at a time. A killed process so finds an older prefix, and
    the changelog brings it up to date: about `_BUFFERS` of it at most. A database that was closed has all.

    A database older than `max_age_s` is thrown away: the changelog may by then have dropped the tombstones of keys
    that the old database still holds, so it could never be brought up to date (keep it below the topic's
    `delete.retention.ms`). One folder belongs to one worker: RocksDB refuses a second opener.
    """

    def __init__(self, folder: Path, *, max_age_s: float) -> None:
        self._folder = folder
        self._max_age_s = max_age_s
        self._open: dict[int, Rdict] = {}
        self._flushed: dict[int, float] = {}  # when a database was last opened, or told to write all to the disk

    def position(self, partition: int) -> int | None:
        """Return the changelog offset reached, or None."""
        mark = self._database(partition).get(_MARK)
        return _mark.unpack(mark)[0] if isinstance(mark, bytes) else None

    def get(self, partition: int, key: bytes) -> bytes | None:
        """Return the value of `key`, or None."""
        value = self._database(partition).get(key)
        return value if isinstance(value, bytes) else None

    def scan(self, partition: int, after: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        """Return up to `limit` entries behind `after`: one seek, then a read in order."""
        found = islice(self._database(partition).items(from_key=after), limit + 1)
        pairs = [(key, value) for key, value in found if isinstance(key, bytes) and isinstance(value, bytes)]
        return [pair for pair in pairs if pair[0] != after][:limit]

    def write(self, partition: int, entries: Iterable[Entry], position: int) -> int:
        """Apply `entries` and move to `position` in one atomic batch. Cost: 1.5 microseconds an entry."""
        batch = WriteBatch(raw_mode=True)
        put, delete = batch.put, batch.delete
        count = 0
        for key, value in entries:
            count += 1
            if value is None:
                delete(key)
            else:
                put(key, value)
        now = time.time()
        put(_MARK, _mark.pack(position, now))
        database = self._database(partition)
        database.write(batch)
        if now - self._flushed[partition] > self._max_age_s / 4:  # or a mark that is seldom written looks older
            database.flush()
            self._flushed[partition] = now
        return count

    def keep(self, partitions: AbstractSet[int]) -> None:
        """Close the databases of other partitions; they stay on disk for the day the partition comes back."""
        for partition in self._open.keys() - partitions:
            self._open.pop(partition).close()

    def forget(self, partition: int) -> None:
        """Remove a partition's database."""
        if partition in self._open:
            self._open.pop(partition).close()
        shutil.rmtree(self._folder / str(partition), ignore_errors=True)

    def close(self) -> None:
        """Close every database."""
        self.keep(frozenset())

    def _database(self, partition: int) -> Rdict:
        found = self._open.get(partition)
        if found is None:
            path = self._folder / str(partition)
            path.parent.mkdir(parents=True, exist_ok=True)
            found = self._open[partition] = self._fresh(path, _opened(path))
            self._flushed[partition] = time.time()
        return found

    def _fresh(self, path: Path, database: Rdict) -> Rdict:
        mark = database.get(_MARK)
        if not isinstance(mark, bytes) or time.time() - _mark.unpack(mark)[1] <= self._max_age_s:
            return database
        database.close()
        shutil.rmtree(path)
        return _opened(path)


@cache
def _shared() -> tuple[WriteBufferManager, Cache]:
    """Return what bounds the memory of all databases of the process together, however many partitions it has."""
    return WriteBufferManager(_BUFFERS, allow_stall=False), Cache(_CACHE)


def _opened(path: Path) -> Rdict:
    options = Options(raw_mode=True)
    options.create_if_missing(True)
    buffers, blocks = _shared()
    options.set_write_buffer_manager(buffers)
    options.set_write_buffer_size(16 * 1024 * 1024)
    options.set_max_write_buffer_number(2)
    options.set_keep_log_file_num(2)
    tables = BlockBasedOptions()
    tables.set_block_cache(blocks)
    tables.set_cache_index_and_filter_blocks(True)
    tables.set_bloom_filter(10, False)  # most look-ups are for keys never seen: no block is read for 99 in 100
    # Index and filter in pieces: whole, those of some 100,000 keys are larger than a shard of the cache holds (half a
    # megabyte), and were read anew for every look-up: 100 microseconds at half a million keys, in pieces 10.
    tables.set_index_type(BlockBasedIndexType.two_level_index_search())
    tables.set_partition_filters(True)
    tables.set_pin_top_level_index_and_filter(True)
    options.set_block_based_table_factory(tables)
    database = Rdict(str(path), options, access_type=AccessType.read_write())
    unlogged = WriteOptions()
    setattr(unlogged, "disable_wal", True)  # noqa: B010 - an attribute, though its stub says a method
    database.set_write_options(unlogged)
    return database
