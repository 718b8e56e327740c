"""`abusewatch replay`: one process against the engine alone, on the same events, in turns; and several against one."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import msgspec

from pipeline.ingest.cloud_events import Message
from pipeline.parallel.shares import cores
from tests.bench import alone
from tests.bench.contestant import ROOT

TURNS = 3


class Jobs(msgspec.Struct, frozen=True):
    """A replay by `jobs` processes against one: `gain` by the clock, start included; `cost`: processor time of one."""

    jobs: int
    gain: float
    cost: float


class _Run(msgspec.Struct):
    """The command's own rate (without starting Python), and the processor time of all its processes."""

    rate: float
    cpu: float


def measure(events: Sequence[Message]) -> float:
    """Return the rate of one process as a share of the engine's."""
    with _file(events) as file:
        found = [(_replayed(file, 1).rate, alone.engine("default", events).rate) for _ in range(TURNS)]
    return median(rate / engine for rate, engine in found)


def by_jobs(events: Sequence[Message]) -> Jobs:
    """Compare as many processes as there are cores with one, on events enough to make up for starting them."""
    jobs = max(2, cores())
    with _file(events) as file:
        found = [(_replayed(file, jobs), _replayed(file, 1)) for _ in range(TURNS)]
    gains, costs = [many.rate / one.rate for many, one in found], [many.cpu / one.cpu for many, one in found]
    return Jobs(jobs, median(gains), median(costs))


@contextmanager
def _file(events: Sequence[Message]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "events.jsonl"
        file.write_bytes(b"".join(event.value + b"\n" for event in events))
        yield file


def _replayed(file: Path, jobs: int) -> _Run:
    command = [sys.executable, "-m", "pipeline.cli", "replay", str(file), "--json", "--alerts", str(file) + ".out"]
    before = _cpu()
    done = subprocess.run([*command, "--jobs", str(jobs)], cwd=ROOT, check=True, capture_output=True, text=True)
    summary = json.loads(done.stdout)
    return _Run(summary["events"] / summary["seconds"], _cpu() - before)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
