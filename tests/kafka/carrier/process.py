"""A worker in a process of its own, to be killed, paused and told to stop."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from pipeline.worker import run_worker
from pipeline.worker_settings import WorkerSettings
from tests.kafka.carrier.log import wait_until
from tests.kafka.carrier.tally import Tally

ROOT = Path(__file__).parents[3]


class Job(msgspec.Struct):
    """What a worker process is told on its command line."""

    settings: dict[str, Any]
    topics: tuple[str, ...]
    target: str
    ready: str  # a file it makes when its partitions are open
    slow_s: float = 0.0


class WorkerProcess:
    """Starts, and tells of readiness; signals go straight to `popen`."""

    def __init__(self, job: Job, log: Path) -> None:
        self._ready = Path(job.ready)
        self._ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.kafka.carrier.process", msgspec.json.encode(job).decode()]
        with log.open("ab") as out:
            self.popen = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)

    def wait_ready(self) -> None:
        """Wait until its partitions are open; fails at once if it has ended."""
        wait_until(lambda: self._ready.exists() or self.popen.poll() is not None)
        assert self.popen.poll() is None, f"the worker ended with {self.popen.returncode}"


@contextmanager
def process(job: Job, log: Path) -> Iterator[WorkerProcess]:
    """Run a worker process for the length of a block."""
    worker = WorkerProcess(job, log)
    try:
        yield worker
    finally:
        worker.popen.kill()
        worker.popen.wait()


def main() -> int:
    """Run one worker as its command line says."""
    logging.basicConfig(
        level=getattr(logging, os.environ.get("LEVEL", "WARNING")),
        format="%(asctime)s %(process)d %(name)s %(message)s",
    )
    faulthandler.register(signal.SIGUSR1)
    job = msgspec.json.decode(sys.argv[1], type=Job)
    settings = WorkerSettings(**{**job.settings, "folder": Path(job.settings["folder"])})
    stage = Tally(job.topics, job.target, slow_s=job.slow_s)
    return run_worker([stage], settings, on_ready=Path(job.ready).touch)


if __name__ == "__main__":
    sys.exit(main())
