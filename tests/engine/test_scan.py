"""A walk over a store, in pieces, on every backend: everything that stays is met, in order of keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store.backend import StateBackend
from pipeline.store.entries import engine_key, offsets_entry
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from pipeline.store.rocks import RocksBackend


@pytest.fixture(params=["memory", "rocksdb"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> StateBackend:
    return MemoryBackend() if request.param == "memory" else RocksBackend(tmp_path, max_age_s=1e9)


def walk(reader: PartitionReader, step: int) -> list[tuple[bytes, bytes]]:
    found, after = [], b""
    while True:
        piece = reader.scan(after, step)
        found += piece
        if len(piece) < step:
            return found
        after = piece[-1][0]


@pytest.mark.parametrize("step", [1, 3, 7, 100])
def test_it_meets_all_of_the_engines_entries_and_nothing_else(backend: StateBackend, step: int) -> None:
    names = [b"\0meta", b"a", b"ab", b"b", b"\xff\xff", b"z" * 50, b"s"]
    entries = [(engine_key(name), b"v" + name) for name in names]
    backend.write(0, [*entries, offsets_entry({"t": 5})], 9)
    backend.write(1, [(engine_key(b"elsewhere"), b"x")], 1)
    reader = PartitionReader(backend, 0)
    assert walk(reader, step) == [(name, b"v" + name) for name in sorted(names)]
    backend.close()


def test_what_comes_and_goes_on_the_way_hides_nothing_that_stays(backend: StateBackend) -> None:
    backend.write(0, [(engine_key(b"%03d" % n), b"old") for n in range(0, 100, 2)], 1)
    reader, met, after = PartitionReader(backend, 0), list[bytes](), b""
    for n in range(60):
        piece = reader.scan(after, 5)
        met += [name for name, _ in piece]
        after = piece[-1][0] if len(piece) == 5 else b""
        backend.write(0, [(engine_key(b"%03d" % (2 * n + 1)), b"new")], n + 2)
        backend.write(0, [(engine_key(b"%03d" % (2 * n)), None)], n + 2) if n % 5 == 0 else None
        if not after:
            break
    gone = {b"%03d" % (2 * n) for n in range(0, 60, 5)}
    assert {b"%03d" % n for n in range(0, 100, 2)} - gone <= set(met)
    backend.close()


def test_an_empty_partition_ends_at_once(backend: StateBackend) -> None:
    assert PartitionReader(backend, 3).scan(b"", 10) == []
    backend.close()
