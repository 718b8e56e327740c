"""What a run did, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Summary:
    """Counts of one run: every line is an event's, skipped or rejected, and every event delivered or the run failed."""

    lines: int = 0
    lines_with_events: int = 0
    events: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    details: dict[str, str] = field(default_factory=dict)  # of the first line rejected for each reason
    target: str = ""
    rejects_file: str | None = None
    seconds: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Return the same as plain JSON, for --json."""
        return {
            "lines": self.lines, "lines_with_events": self.lines_with_events, "events": self.events.total(),
            "events_by_type": dict(self.events), "outcomes": dict(self.outcomes), "skipped": dict(self.skipped),
            "rejected": self.rejected.total(), "rejected_by_reason": dict(self.rejected),
            "rejected_details": self.details, "rejects_file": self.rejects_file, "target": self.target,
            "seconds": round(self.seconds, 3),
        }  # fmt: skip
