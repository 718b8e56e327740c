"""How many jobs an input is worth."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from pipeline.parallel.shares import cores

SMALL = 50_000  # lines: one process is done with them about when several have started and caught up

Line = tuple[str, int, bytes]


def planned(lines: Iterator[Line], jobs: int | None, *, alone: bool) -> tuple[Iterator[Line], int]:
    """Return the lines, all of them still, and how many jobs to take: `jobs` if told, else as many as pay.

    `alone`: one, unless told otherwise: nobody knows how much will come, or how soon it is wanted.
    """
    if jobs is not None or alone or cores() == 1:
        return lines, jobs or 1
    head = list(islice(lines, SMALL))
    return chain(head, lines), cores() if len(head) == SMALL else 1
