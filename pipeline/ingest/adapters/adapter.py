"""What every adapter is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from pipeline.ingest.draft import Draft


class Adapter(ABC):
    """Reads one log, line by line and in order; may remember earlier lines of it, within bounds.

    `read` raises SkippedLineError or RejectedLineError for a line that makes no event, and nothing else,
    whatever the line holds. One adapter serves one file.
    """

    @abstractmethod
    def read(self, line: str) -> Sequence[Draft]:
        """Return the events that `line` (without its line end) makes or completes; at least one."""

    def finish(self) -> Sequence[Draft]:
        """Return what waited for a line that never came."""
        return ()
