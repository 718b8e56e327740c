"""Lines that could not be read, kept where somebody finds them."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from pipeline.file_errors import unwritable
from pipeline.ingest.draft import RejectedLineError
from pipeline.ingest.errors import IngestError
from pipeline.ingest.reader import Line


class RejectsFile:
    """One JSON object a line: file, line, reason, detail. Made when the first line is rejected, not before.

    The line itself is left out unless `with_text`: it may hold what nobody should copy about.
    """

    def __init__(self, path: Path, with_text: bool = False) -> None:
        self.path = path
        self.count = 0
        self._with_text = with_text
        self._file: IO[bytes] | None = None

    def add(self, name: str, line: Line, error: RejectedLineError) -> None:
        """Write one. IngestError when the file cannot be written."""
        found = {"file": name, "line": line.number, "reason": error.reason, "detail": error.detail}
        if self._with_text:
            found["text"] = line.text
        try:
            self._file = self._file or self.path.open("wb")
            self._file.write(msgspec.json.encode(found) + b"\n")
        except OSError as problem:
            message = f"--rejects {unwritable(self.path, problem)}"
            raise IngestError(message) from None
        self.count += 1

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        if self._file:
            self._file.close()
