"""Lengths of time as people type them: 30m, 12h, 7d."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def span(text: str) -> timedelta | None:
    """Return the length, None where `text` is none. Raises OverflowError for one that no calendar holds.

    >>> span("36h"), span("soon")
    (datetime.timedelta(days=1, seconds=43200), None)
    """
    found = re.fullmatch(r"([0-9]+)([smhdw])", text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None
