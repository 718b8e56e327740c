"""What a killed process leaves of a RocksDB store: all up to some position, and nothing behind it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.store.rocks import RocksBackend

DAY, HOUR, BEGUN = 86_400.0, 3600.0, 1_000_000.0
WRITER = """
import os, signal, sys, time
from pathlib import Path
from pipeline.store.rocks import RocksBackend

folder, day, begun, hour = Path(sys.argv[1]), *map(float, sys.argv[2:5])
checkpoints, size, rest = int(sys.argv[5]), int(sys.argv[6]), float(sys.argv[7])
now = begun
time.time = lambda: now
backend = RocksBackend(folder, max_age_s=day)
for number in range(1, checkpoints + 1):  # each changes one entry, makes another, and deletes the one before
    value = b"%d" % number * size
    backend.write(0, [(b"schanged", value), (b"s%d" % number, value), (b"s%d" % (number - 1), None)], number)
    now += hour
time.sleep(rest)  # its buffers go to the disk behind its back
if sys.argv[8] == "close":
    backend.close()
os.kill(os.getpid(), signal.SIGKILL)
"""


def left_by(folder: Path, checkpoints: int, size: int, *, hour: float = 0.0, rest: float = 0.0,
            end: str = "kill") -> RocksBackend:  # fmt: skip
    """Return the store that a new process finds after a killed one that wrote so many checkpoints."""
    numbers = [str(number) for number in (DAY, BEGUN, hour, checkpoints, size, rest)]
    done = subprocess.run([sys.executable, "-c", WRITER, str(folder), *numbers, end], check=False)
    assert done.returncode == -signal.SIGKILL
    return RocksBackend(folder, max_age_s=DAY)


@pytest.fixture(autouse=True)
def soon_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.rocks.time.time", lambda: BEGUN + 29 * HOUR)


def test_it_is_as_of_an_earlier_checkpoint(tmp_path: Path) -> None:
    found = left_by(tmp_path / "kept", 100, 200_000, hour=HOUR / 4, rest=0.5)
    position = found.position(0)
    assert position is not None
    assert 0 < position <= 100
    value = b"%d" % position * 200_000
    assert found.scan(0, b"s", 10) == [(b"s%d" % position, value), (b"schanged", value)]
    found.close()


def test_closed_it_has_all(tmp_path: Path) -> None:
    found = left_by(tmp_path / "kept", 1, 10, end="close")
    assert found.position(0) is None  # a day later it is too old
    found.close()
    found = left_by(tmp_path / "other", 29, 10, hour=HOUR, end="close")
    assert found.position(0) == 29
    found.close()


def test_one_that_is_in_use_does_not_look_too_old(tmp_path: Path) -> None:
    found = left_by(tmp_path / "kept", 29, 10, hour=HOUR)
    assert (found.position(0) or 0) > 20
    found.close()
