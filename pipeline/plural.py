"""Counts as commands say them: with the noun in the number that fits."""

from __future__ import annotations

from detectors.wording import counted


def many(number: int, noun: str) -> str:
    """Return a count with its noun.

    >>> many(1, "alert"), many(0, "alert"), many(1234, "dead letter"), many(2, "entry")
    ('1 alert', '0 alerts', '1,234 dead letters', '2 entries')
    """
    return f"{number:,} {counted(number, noun).partition(' ')[2]}"
