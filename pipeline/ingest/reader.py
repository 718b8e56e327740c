"""Lines out of files, compressed or not, and out of standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

import zstandard

from pipeline.file_errors import unreadable
from pipeline.ingest.errors import IngestError
from pipeline.lines import STDIN, unpacked

LONGEST = 1_048_576  # Kafka's own default limit for a record; a longer line is no log line


class Line(NamedTuple):
    """One line: its number from 1, and its text without the line end; `text` None when it was too long to keep."""

    number: int
    text: str | None


class LogFile:
    """One input, opened for reading. Bytes that are no UTF-8 are kept readable, as backslash, x and two digits."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = None if name == STDIN else Path(name)

    def check(self) -> None:
        """Raise IngestError for what cannot be opened; a pipe is left alone, since it opens once."""
        try:
            if self.path and not self.path.is_fifo():
                self.path.open("rb").close()
        except OSError as error:
            raise IngestError(unreadable(self.name, error)) from None

    @property
    def stem(self) -> str:
        """The file's name without folders and without the endings of compression: what it is called in events."""
        name = self.path.name if self.path else "stdin"
        return name.removesuffix(".gz").removesuffix(".zst") or name

    @property
    def size(self) -> int | None:
        """Bytes on disk, None for standard input."""
        return self.path.stat().st_size if self.path else None

    @property
    def latest(self) -> datetime:
        """When the file was last written: no line in it is later. For standard input: now."""
        if self.path is None:
            return datetime.now(UTC)
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def lines(self, moved: Callable[[int], None] | None = None) -> Iterator[Line]:
        """Yield every line; `moved` is told the position on disk. IngestError when it cannot be read or unpacked."""
        try:
            with ExitStack() as stack:
                raw = stack.enter_context(self.path.open("rb")) if self.path else sys.stdin.buffer
                stream = stack.enter_context(unpacked(raw, self.name)) if self.path else raw
                for line in _split(stream):
                    if moved and self.path and line.number % 1024 == 0:
                        moved(raw.tell())
                    yield line
        except (OSError, EOFError, zstandard.ZstdError) as error:
            raise IngestError(unreadable(self.name, error)) from None


def _split(stream: IO[bytes]) -> Iterator[Line]:
    number = 0
    while chunk := stream.readline(LONGEST + 1):
        number += 1
        long = len(chunk) > LONGEST and not chunk.endswith(b"\n")
        while long and (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
            pass
        if number == 1:
            chunk = chunk.removeprefix(b"\xef\xbb\xbf")
        yield Line(number, None if long else chunk.rstrip(b"\r\n").decode("utf-8", "backslashreplace"))
