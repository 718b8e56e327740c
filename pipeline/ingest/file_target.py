"""Events as JSON lines in a file (also .gz, .zst) or on standard output."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path
from typing import IO, cast

import zstandard

from pipeline.file_errors import unwritable
from pipeline.ingest.cloud_events import Message
from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.ingest.target import Target
from pipeline.lines import STDIN


class FileTarget(Target):
    """Writes to `name`, which is replaced; `-` is standard output."""

    def __init__(self, name: str) -> None:
        self.name = "stdout" if name == STDIN else name
        try:
            self._file = sys.stdout.buffer if name == STDIN else _opened(Path(name))
        except OSError as error:
            message = f"--to {unwritable(name, error)}"
            raise IngestError(message) from None

    def send(self, message: Message) -> None:
        """See Target."""
        try:
            self._file.write(message.value + b"\n")
        except OSError as error:
            raise self._problem(error) from None

    def close(self) -> None:
        """See Target."""
        try:
            if self._file is sys.stdout.buffer:
                self._file.flush()
            else:
                self._file.close()
        except OSError as error:
            raise self._problem(error) from None

    def _problem(self, error: OSError) -> DeliveryError:
        if isinstance(error, BrokenPipeError):  # the reader has gone; the interpreter's own flush must not fail again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DeliveryError(f"{self.name}: {error.strerror or error}; what was written so far is incomplete")


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "wb"))
    if path.suffix == ".zst":
        return cast("IO[bytes]", zstandard.open(path, "wb"))
    return path.open("wb")
