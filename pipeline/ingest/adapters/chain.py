"""Several adapters over one mixed log: each line goes to the first that knows it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.draft import Draft, Reject, RejectedLineError, Skip, SkippedLineError


class ChainAdapter(Adapter):
    """Ask the parts in order; a line is skipped when all skip it, for the last reason that is not mere ignorance.

    A rejection is final: a part that knows a line and cannot read it is not overruled by a later guess. Lines of more
    than `longest` characters are rejected unread: patterns over what attackers write must not take seconds.
    """

    def __init__(self, parts: Sequence[Adapter], longest: int | None = None) -> None:
        self._parts = parts
        self._longest = longest

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        if self._longest and len(line) > self._longest:
            raise RejectedLineError(Reject.TOO_LONG, f"more than {self._longest} characters")
        for part in self._parts:
            try:
                return part.read(line)
            except SkippedLineError as skipped:
                if skipped.reason is not Skip.NOT_AUTHENTICATION:
                    raise
        raise SkippedLineError(Skip.NOT_AUTHENTICATION)

    def finish(self) -> Sequence[Draft]:
        """See Adapter."""
        return [draft for part in self._parts for draft in part.finish()]
