"""What was made, for people and machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.plural import many
from pipeline.simulate.truth import Truth


@dataclass
class Counts:
    """Events by type, and the seconds it took."""

    target: str
    events: Counter[str] = field(default_factory=Counter)
    total: int = 0
    seconds: float = 0.0
    _began: float = field(default_factory=perf_counter)

    def add(self, event_type: str) -> None:
        """Count one event."""
        self.events[event_type] += 1
        self.total += 1

    def finish(self) -> None:
        """Stop the watch."""
        self.seconds = perf_counter() - self._began

    def facts(self) -> dict[str, Any]:
        """Return what a machine wants to know."""
        return {"target": self.target, "events": self.total, "by_type": dict(self.events), "seconds": self.seconds}


def show(counts: Counts, truths: Iterable[Truth], console: Console) -> None:
    """Print the counts and what was planted."""
    rate = counts.total / counts.seconds if counts.seconds else 0.0
    said = f"{many(counts.total, 'event')} to {counts.target} in {counts.seconds:.1f} s ({rate:,.0f}/s)"
    console.print(said, markup=False, highlight=False)
    console.print(planted(truths))


def planted(truths: Iterable[Truth]) -> Table:
    """Return a table of all episodes by their beginning."""
    table = Table("planted", "policy", "from (UTC)", "minutes", "accounts", "events", box=None, pad_edge=False)
    for truth in truths:
        begins = datetime.fromtimestamp(truth.start, UTC).strftime("%a %d %b %H:%M")
        minutes, area = f"{(truth.end - truth.start) / 60:.0f}", truth.area or "none: ordinary"
        table.add_row(truth.campaign, area, begins, minutes, str(len(truth.accounts)), str(len(truth.event_ids)))
    return table
