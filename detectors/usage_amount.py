"""What one usage event adds, and to whose account: its key's."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from schemas.event import Event


def amount(event: Event) -> float:
    """Return units, else requests, else one."""
    if event.units is not None:
        return event.units
    return event.requests if event.requests is not None else 1.0


@by_event
def key_or_account(_detector: object, event: Event) -> Sequence[str]:
    """Return the API key, or the account where none is named: a `keys_of` for detectors of usage."""
    return (event.key or event.subject,)
