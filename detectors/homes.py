"""Which customers are at home at an address: they have been answered there, and so may bring an old key or page."""

from __future__ import annotations

from detectors.nobody import is_nobody
from detectors.statuses import REFUSED_FROM
from schemas.event import NEW_IP, Event

HOMES_KEPT = 32  # of an address; one with so many is a relay, a carrier or a campus


def is_home(event: Event) -> bool:
    """Tell whether an account is answered at an address that is new to it: told once (for minutes), not at each use."""
    return (
        bool(event.novel & NEW_IP) and event.status is not None and event.status < REFUSED_FROM and not is_nobody(event)
    )


def move_in(homes: dict[str, float], account: str, time: float) -> None:
    """Keep the accounts that were answered first, whatever the order in which they are told."""
    known = homes.get(account)
    if known is not None and time >= known:
        return
    homes[account] = time
    if len(homes) > HOMES_KEPT:
        del homes[max(homes, key=lambda name: (homes[name], name))]


def at_home(homes: dict[str, float], until: float) -> int:
    """Return how many had been answered by then (event time, seconds)."""
    return sum([first < until for first in homes.values()])
