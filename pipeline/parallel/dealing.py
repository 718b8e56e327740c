"""The input cut into chunks, and each line given to the job that owns its subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from pipeline.local import TRIM_EVERY
from pipeline.parallel.messages import Lines
from pipeline.parallel.schedule import Chunk
from pipeline.parallel.shares import Shares
from schemas.parse import UNDECODABLE

CHUNK, CHUNK_BYTES = TRIM_EVERY // 2, 4 << 20  # lines and their bytes, at most and about

Line = tuple[str, int, bytes]  # file, line number, line


class _Whose(Struct):
    subject: str


_whose = msgspec.json.Decoder(_Whose).decode


def chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Cut the lines that are not blank into chunks of bounded size."""
    chunk: list[Line] = []
    size = 0
    for line in lines:
        if not line[2].strip():
            continue
        chunk.append(line)
        size += len(line[2])
        if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def dealt(number: int, lines: list[Line], start: int, shares: Shares) -> tuple[Chunk, list[Lines]]:
    """Return a chunk whose first line is number `start` of the input, and for each job the lines of its subjects."""
    jobs = [Lines(number, [], []) for _ in range(shares.jobs)]
    chunk = Chunk(number, [_owner(line, shares) for _, _, line in lines], [line[:2] for line in lines], {})
    for at, (owner, line) in enumerate(zip(chunk.owners, lines, strict=True), start=start):
        jobs[owner].at.append(at)
        jobs[owner].lines.append(line[2])
    return chunk, jobs


def _owner(line: bytes, shares: Shares) -> int:
    """Return whose line it is; one that names no subject is nobody's event, and anybody may say so."""
    try:
        return shares.of(_whose(line).subject.encode())
    except UNDECODABLE:
        return 0
