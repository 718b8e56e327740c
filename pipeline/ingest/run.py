"""The run: lines through an adapter to a target, each one counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from time import perf_counter
from urllib.parse import quote

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.formats import Settings, adapter_for
from pipeline.ingest.clock import LogClock
from pipeline.ingest.cloud_events import CloudEvents
from pipeline.ingest.draft import Draft, Reject, RejectedLineError, Skip, SkippedLineError
from pipeline.ingest.mapping import FieldMapping
from pipeline.ingest.pseudonyms import Pseudonyms
from pipeline.ingest.reader import LONGEST, Line, LogFile
from pipeline.ingest.rejects import RejectsFile
from pipeline.ingest.summary import Summary
from pipeline.ingest.target import Target


@dataclass(frozen=True)
class Plan:
    """How to read: one format for all files. `source` None means /FORMAT.

    Not the file: time follows the sources that have sent most, and of one file a day each is a producer nobody knows.
    """

    format: str
    zone: tzinfo
    year: int | None = None
    source: str | None = None
    mapping: Callable[[LogFile], FieldMapping | None] = lambda file: None
    delimiter: str = ","
    pseudonyms: Pseudonyms | None = None

    def adapter(self, file: LogFile) -> Adapter:
        """Return a fresh adapter for this file. IngestError."""
        clock = LogClock(self.zone, self.year, file.latest)
        return adapter_for(self.format, Settings(clock, self.mapping(file), self.delimiter))

    def events(self, file: LogFile) -> CloudEvents:
        """Return the maker of this file's events."""
        named = f"/{self.format}/{quote(file.stem)}"  # no folders: ids do not depend on them
        return CloudEvents(self.source or f"/{self.format}", self.pseudonyms, self.source or named)


class Ingest:
    """One run over several files, one after the other, in the order given."""

    def __init__(self, plan: Plan, target: Target, rejects: RejectsFile) -> None:
        self._plan, self._target, self._rejects = plan, target, rejects
        self.summary = Summary(target=target.name)

    def run(self, files: Sequence[LogFile], moved: Callable[[LogFile, int], None] | None = None) -> Summary:
        """Read everything; return the counts. IngestError and DeliveryError end it early."""
        began = perf_counter()
        for file in files:
            self._file(file, partial(moved, file) if moved else None)
        self.summary.seconds = perf_counter() - began
        self.summary.rejects_file = str(self._rejects.path) if self._rejects.count else None
        return self.summary

    def _file(self, file: LogFile, moved: Callable[[int], None] | None) -> None:
        adapter, events = self._plan.adapter(file), self._plan.events(file)
        line = Line(0, "")
        for line in file.lines(moved):
            self._line(adapter, events, file, line)
        self._send(events, file, adapter.finish(), Line(line.number + 1, ""))

    def _line(self, adapter: Adapter, events: CloudEvents, file: LogFile, line: Line) -> None:
        self.summary.lines += 1
        try:
            drafts = adapter.read(_text(line))
        except SkippedLineError as skipped:
            self.summary.skipped[str(skipped.reason)] += 1
        except RejectedLineError as rejected:
            self._reject(file, line, rejected)
        else:
            self.summary.lines_with_events += self._send(events, file, drafts, line)

    def _send(self, events: CloudEvents, file: LogFile, drafts: Sequence[Draft], line: Line) -> bool:
        """Send a line's events; a line of which one is refused is rejected, and those before it have gone."""
        try:
            for ordinal, draft in enumerate(drafts):
                self._target.send(events.message(draft, line.text or "", line.number, ordinal))
                self.summary.events[draft.type] += 1
                if outcome := draft.data.get("outcome"):
                    self.summary.outcomes[str(outcome)] += 1
        except RejectedLineError as rejected:
            self._reject(file, line, rejected)
            return False
        return bool(drafts)

    def _reject(self, file: LogFile, line: Line, error: RejectedLineError) -> None:
        self.summary.rejected[error.reason] += 1
        self.summary.details.setdefault(error.reason, f"line {line.number}: {error.detail}")
        self._rejects.add(file.name, line, error)


def _text(line: Line) -> str:
    if line.text is None:
        raise RejectedLineError(Reject.TOO_LONG, f"more than {LONGEST} bytes")
    if not line.text.strip():
        raise SkippedLineError(Skip.BLANK)
    return line.text
