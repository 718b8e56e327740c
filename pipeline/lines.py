"""Lines as bytes out of files, compressed or not, and out of standard input."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

import zstandard

from pipeline.file_errors import unreadable
from schemas.parse import MAX_BYTES

STDIN = "-"


class InputError(Exception):
    """A file that cannot be read to its end; the message names it."""


def read_lines(name: str, moved: Callable[[int], None] | None = None) -> Iterator[tuple[str, int, bytes]]:
    """Yield (file, line number from 1, line without its end); `moved` is told the position on disk now and then.

    A line longer than a record may be is cut there: it will be refused as too large. Raises InputError.
    """
    try:
        with ExitStack() as stack:
            raw = sys.stdin.buffer if name == STDIN else stack.enter_context(Path(name).open("rb"))
            stream = raw if name == STDIN else stack.enter_context(unpacked(raw, name))
            for number, line in enumerate(_split(stream), start=1):
                if moved and number % 4096 == 0 and name != STDIN:
                    moved(raw.tell())
                yield name, number, line
    except (OSError, EOFError, zstandard.ZstdError) as error:
        raise InputError(unreadable(name, error)) from None


def no_events(names: Sequence[str], refused: Sequence[str] = ()) -> str:
    """Say that files hold no event, and what was said of their lines: one part of the message each.

    >>> no_events(["a.jsonl"])
    'no line of a.jsonl is an event; `abusewatch ingest auto FILE` makes events of logs and tables'
    """
    mend = "`abusewatch ingest auto FILE` makes events of logs and tables"
    said = f"no line of {', '.join(names)} is an event"
    return "\n  ".join([f"{said}:", *refused, mend]) if refused else f"{said}; {mend}"


def unpacked(raw: IO[bytes], name: str) -> IO[bytes]:
    """Return the stream of what a file holds, unpacked by the ending of its name (.gz, .zst)."""
    if name.endswith(".gz"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if name.endswith(".zst"):
        reader = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
        return io.BufferedReader(cast("io.RawIOBase", reader))
    return raw


def _split(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.readline(MAX_BYTES + 2):
        if not chunk.endswith(b"\n"):
            while (rest := stream.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                pass
        yield chunk.rstrip(b"\r\n")
