"""What a run tells people, and machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.alert_view import plain
from pipeline.ingest.reader import LogFile
from pipeline.ingest.summary import Summary
from pipeline.progress_bar import ProgressBar


class ReadingProgress(ProgressBar):
    """A bar over the bytes of all files, on a terminal only; standard input has no end to show."""

    def __init__(self, console: Console, files: Sequence[LogFile]) -> None:
        sizes = {file.name: file.size for file in files}.values()
        super().__init__(console, "reading", sum(size or 0 for size in sizes), shown=None not in sizes)
        self._done: dict[str, int] = {}

    def moved(self, file: LogFile, at: int) -> None:
        """Show that `file` has been read up to byte `at`."""
        self._done[file.name] = at
        self._bar.update(self._task, completed=sum(self._done.values()), description=escape(file.stem))


def show(summary: Summary, console: Console, hint: str = "") -> None:
    """Print the counts as a table; why the first line of each reason was rejected; `hint` where none was understood."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("lines", f"{summary.lines:,}", "")
    table.add_row("events", f"{summary.events.total():,}", _split(summary.events))
    if summary.outcomes:
        table.add_row("outcomes", f"{summary.outcomes.total():,}", _split(summary.outcomes))
    table.add_row("lines skipped", f"{summary.skipped.total():,}", _split(summary.skipped))
    table.add_row("lines rejected", f"{summary.rejected.total():,}", _split(summary.rejected))
    console.print(table)
    console.print(f"to {escape(summary.target)} in {summary.seconds:.1f} s", highlight=False)
    for reason, detail in summary.details.items():
        console.print(f"{escape(reason)}, such as {escape(plain(detail, 200))}", highlight=False)
    if summary.rejects_file:
        console.print(f"rejected lines are listed in {escape(summary.rejects_file)}", highlight=False)
    if summary.lines and not summary.events:
        console.print(f"No line was understood. Is this the right format?{hint}", highlight=False)


def show_json(summary: Summary, console: Console, **more: Any) -> None:
    """Print the same facts as one JSON object."""
    console.out(msgspec.json.encode({**summary.facts(), **more}).decode(), highlight=False)


def _split(counts: dict[str, int]) -> str:
    return ", ".join(f"{escape(name)} {count:,}" for name, count in sorted(counts.items(), key=lambda c: -c[1]))
