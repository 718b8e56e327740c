"""Tables: comma-separated values with a header line, by a mapping."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.draft import Draft, Reject, RejectedLineError, Skip, SkippedLineError
from pipeline.ingest.errors import IngestError
from pipeline.ingest.mapping import FieldMapping

_MOST_LINES = 100  # of one row; beyond it a quote was left open


class CsvAdapter(Adapter):
    """One event a row, as the mapping says. The first line names the columns; quoted fields may span lines.

    IngestError from the header when the mapping names a column the table does not have.
    """

    def __init__(self, mapping: FieldMapping, delimiter: str = ",") -> None:
        self._mapping = mapping
        self._delimiter = delimiter
        self._header: list[str] | None = None
        self._open: list[str] = []

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        self._open.append(line)
        text = "\n".join(self._open)
        if text.count('"') % 2:
            self._wait()
        self._open = []
        row = self._row(text)
        if self._header is None:
            self._header = self._checked(row)
            raise SkippedLineError(Skip.HEADER)
        if len(row) != len(self._header):
            raise RejectedLineError(Reject.COLUMNS, f"{len(row)} fields, the header has {len(self._header)}")
        return [self._mapping.draft(dict(zip(self._header, row, strict=True)))]

    def _wait(self) -> None:
        if len(self._open) >= _MOST_LINES:
            self._open = []
            raise RejectedLineError(Reject.OPEN_QUOTE, f"a quoted field does not end within {_MOST_LINES} lines")
        raise SkippedLineError(Skip.CONTINUED)

    def _row(self, text: str) -> list[str]:
        try:
            return next(csv.reader(text.splitlines(keepends=True), delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            raise RejectedLineError(Reject.CSV, str(error)) from None

    def _checked(self, header: list[str]) -> list[str]:
        missing = sorted(set(self._mapping.columns.values()) - set(header))
        if missing:
            message = f"no column {', '.join(missing)}; the header has: {', '.join(header)}. Mend --map."
            raise IngestError(message)
        return header
