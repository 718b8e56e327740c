"""What all jobs said in a stretch, put in the order in which one would have said it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from operator import itemgetter
from typing import IO

from pipeline.parallel.messages import Said, Tagged


def findings(parts: Iterable[Said]) -> list[Tagged]:
    """Return the findings of all jobs in order. What has the same place comes from one job, in its own order."""
    return sorted((one for said in parts for one in said.findings), key=_place)


def _place(one: Tagged) -> tuple[int, float, str]:
    return one.order, one.due, one.name


def write_signals(parts: Iterable[Said], out: IO[bytes]) -> None:
    """Write the signals of all jobs in order. Cost: half a microsecond a piece; an event makes a few."""
    pieces: list[tuple[int, memoryview]] = []
    for said in parts:
        text, start = memoryview(said.text), 0
        for order, end in zip(array("Q", said.orders), array("Q", said.ends), strict=True):
            pieces.append((order, text[start:end]))
            start = end
    pieces.sort(key=itemgetter(0))
    out.write(b"".join([piece for _, piece in pieces]))
