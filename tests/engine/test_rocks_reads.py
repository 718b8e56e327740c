"""What a look-up costs where a store has grown: a block or two, not a part of the whole."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import psutil
import pytest

from pipeline.store.rocks import RocksBackend

KEYS, READS = 100_000, 500
VALUE = b"x" * 4_000  # compresses so well that one file holds many blocks: its index is longer than a cache's shard


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the bytes that a process reads")
def test_a_read_takes_no_index_whole(tmp_path: Path) -> None:
    grown = RocksBackend(tmp_path, max_age_s=1e12)
    for start in range(0, KEYS, 5_000):
        grown.write(0, [(b"saccount:user-%08d" % number, VALUE) for number in range(start, start + 5_000)], start)
    grown.close()
    backend, process, random = RocksBackend(tmp_path, max_age_s=1e12), psutil.Process(), Random(1)
    assert backend.get(0, b"s-unknown") is None  # opens it
    before = process.io_counters().read_chars
    for _ in range(READS):
        assert backend.get(0, b"saccount:user-%08d" % random.randrange(KEYS)) == VALUE
    assert process.io_counters().read_chars - before < READS * 8_192
    backend.close()
