"""Where commands print what people read."""

from __future__ import annotations

import sys

from rich.console import Console


def terminal(columns: int) -> Console:
    """Return standard output; `columns` wide where nobody looks: a file or a pipe must not be folded."""
    return Console(width=None if sys.stdout.isatty() else columns)
