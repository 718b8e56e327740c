"""What a killed process leaves of a RocksDB store: all up to some position, and nothing behind it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from pipeline.store.rocks import RocksBackend

DAY = 86_400.0


def as_killed(folder: Path, *, max_age_s: float = DAY) -> RocksBackend:
    """Return the store that a new process finds where the old one was killed now: a copy of what is on the disk."""
    found = folder.with_name("found")
    shutil.copytree(folder, found)
    return RocksBackend(found, max_age_s=max_age_s)


def write(backend: RocksBackend, number: int, size: int) -> None:
    """Write the checkpoint that ends at `number`: it changes one entry, makes another, and deletes the one before."""
    value = b"%d" % number * size
    backend.write(0, [(b"schanged", value), (b"s%d" % number, value), (b"s%d" % (number - 1), None)], number)


def test_it_is_as_of_an_earlier_checkpoint(tmp_path: Path) -> None:
    backend = RocksBackend(tmp_path / "kept", max_age_s=DAY)
    for number in range(1, 101):
        write(backend, number, 200_000)
    time.sleep(0.5)  # its buffers go to the disk behind its back
    killed = as_killed(tmp_path / "kept")
    backend.close()
    position = killed.position(0)
    assert position is not None
    assert 0 < position <= 100
    value = b"%d" % position * 200_000
    assert killed.scan(0, b"s", 10) == [(b"s%d" % position, value), (b"schanged", value)]
    killed.close()


def test_closed_it_has_all(tmp_path: Path) -> None:
    backend = RocksBackend(tmp_path / "kept", max_age_s=DAY)
    write(backend, 1, 10)
    backend.close()
    assert as_killed(tmp_path / "kept").position(0) == 1


def test_one_that_is_in_use_does_not_look_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("pipeline.store.rocks.time.time", lambda: now)
    backend = RocksBackend(tmp_path / "kept", max_age_s=DAY)
    for number in range(1, 30):
        write(backend, number, 10)
        now += 3600.0
    killed = as_killed(tmp_path / "kept")
    backend.close()
    assert (killed.position(0) or 0) > 20
    killed.close()
