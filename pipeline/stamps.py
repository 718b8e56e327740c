"""Times as alerts and events tell them, read back."""

from __future__ import annotations

from datetime import datetime


def stamp_s(stamp: str) -> float:
    """Return seconds since 1970 UTC of a time with its zone (RFC 3339).

    >>> stamp_s("1970-01-01T00:01:00Z")
    60.0
    """
    return datetime.fromisoformat(stamp).timestamp()
