"""CloudEvents among other lines."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.json_lines import JsonAdapter
from pipeline.ingest.draft import Draft, Skip, SkippedLineError


class JsonGuessAdapter(Adapter):
    """Take lines that say they are CloudEvents, and leave every other JSON to the services' patterns."""

    def __init__(self) -> None:
        self._json = JsonAdapter()

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        if not line.lstrip().startswith("{") or '"specversion"' not in line:
            raise SkippedLineError(Skip.NOT_AUTHENTICATION)
        return self._json.read(line)
