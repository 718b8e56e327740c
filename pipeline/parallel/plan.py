"""How many jobs an input is worth, and the replay for so many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import IO

from pipeline.metrics_spec import Metrics
from pipeline.parallel.crew import Crew
from pipeline.parallel.dealing import Line
from pipeline.parallel.replay import ParallelReplay
from pipeline.parallel.setup import Setup
from pipeline.parallel.shares import cores
from pipeline.replay import Replay

JOBS = "processes [default: the cores there are; 1 for a small input and for standard input]"  # help of --jobs
SMALL, SMALL_BYTES = 20_000, 16 << 20  # lines and bytes: one process is done with them when several have caught up


def planned(lines: Iterator[Line], jobs: int | None, *, alone: bool) -> tuple[Iterator[Line], int]:
    """Return the lines, all of them still, and how many jobs to take: `jobs` if told, else as many as pay.

    `alone`: one, unless told otherwise: nobody knows how much will come, or how soon it is wanted.
    """
    if jobs is not None or alone or cores() == 1:
        return lines, jobs or 1
    head: list[Line] = []
    size = 0
    while len(head) < SMALL and size < SMALL_BYTES:
        line = next(lines, None)
        if line is None:
            return iter(head), 1
        head.append(line)
        size += len(line[2])
    return chain(head, lines), cores()


def replay(setup: Setup, metrics: Metrics, jobs: int, alerts: IO[bytes] | None,
           signals: IO[bytes] | None) -> Replay | ParallelReplay:  # fmt: skip
    """Return a replay by so many jobs, not yet begun. Raises ConfigError."""
    built = setup.engine(metrics)
    if jobs == 1:
        return Replay(built, alerts, signals)
    return ParallelReplay(built, Crew(setup, jobs, signals=signals is not None), alerts, signals)
