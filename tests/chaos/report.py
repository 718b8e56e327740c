"""The tables at the end, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from tests.chaos.recovery import Figure
from tests.chaos.verdict import Verdict


class Line(Struct):
    """One case of the report."""

    case: str
    done: str
    verdict: Verdict
    seconds: float


class Report(Struct):
    """All of it."""

    seed: int
    cases: list[Line] = []
    recovery: list[Figure] = []

    @property
    def passed(self) -> bool:
        """Say whether nothing differed. Seconds are told, not judged: they are the machine's."""
        return all(line.verdict.passed for line in self.cases) and not any(one.problem for one in self.recovery)


def show(report: Report, console: Console) -> None:
    """Print the tables, and below each what was wrong."""
    if report.cases:
        _cases(report.cases, console)
    if report.recovery:
        _recovery(report.recovery, console)


def _cases(lines: Sequence[Line], console: Console) -> None:
    table = Table("case", "done", "alerts", "found", "different", "duplicates", "seconds", "verdict", box=None)
    for line in lines:
        found = line.verdict
        duplicates = found.repeated + found.contradicting
        table.add_row(line.case, line.done, str(found.expected), str(found.found), str(found.different),
                      str(duplicates), f"{line.seconds:.0f}", "ok" if found.passed else "FAILED")  # fmt: skip
    console.print(table)
    for line in lines:
        for problem in line.verdict.problems:
            console.print(f"{line.case}: {problem}", markup=False, highlight=False)


def _recovery(figures: Sequence[Figure], console: Console) -> None:
    table = Table("recovery of", "from", "seconds", "entries read", "verdict", box=None)
    for one in figures:
        table.add_row(f"{one.entries:,}", one.source, f"{one.seconds:.2f}", f"{one.read:,}", one.problem or "ok")
    console.print(table)
