"""What a broker that did not come up said of it: one line out of its logs, for the error message."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

# From the most telling down: a cause, an exception with its message, anything loud.
_LOUD = ("Caused by: ", "Exception: ", " FATAL ", " ERROR ")
LONGEST = 300


class Mark(NamedTuple):
    """A log file and how long it was before the start, so that an earlier run's words are not quoted."""

    file: Path
    length: int


def marks(files: Sequence[Path]) -> list[Mark]:
    """Note where each file ends now."""
    return [Mark(file, file.stat().st_size if file.exists() else 0) for file in files]


def last_words(since: Sequence[Mark]) -> str:
    """Return "; it says: " and the most telling line written since, or ""; at most about 300 characters."""
    lines = [line for mark in since for line in _written(mark)]
    telling = [line for loud in _LOUD for line in lines if loud in line]
    chosen = (telling or lines[-1:])[:1]
    return "".join(f"; it says: {line.strip()[:LONGEST]}" for line in chosen)


def _written(mark: Mark) -> list[str]:
    if not mark.file.exists():
        return []
    text = mark.file.read_bytes()
    rolled = len(text) < mark.length
    return text[0 if rolled else mark.length :].decode("utf-8", errors="replace").splitlines()
