"""What one usage event adds to its key's account."""

from __future__ import annotations

from schemas.event import Event


def amount(event: Event) -> float:
    """Return units, else requests, else one."""
    if event.units is not None:
        return event.units
    return event.requests if event.requests is not None else 1.0
