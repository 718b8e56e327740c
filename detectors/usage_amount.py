"""What one usage event adds, in which measure, and to whose account: its key's.

Units are the product's own (tokens, points, bytes) and are compared within one product only. Requests are requests
whatever the product, so those of all products are one measure; they never stand for units where units are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from detectors.base import by_event
from schemas.event import UNATTENDED, Event

NAMED_MOST = 64  # characters of a product that a reviewer is shown


def requests(event: Event) -> float:
    """Return the requests, one where none are told."""
    return event.requests if event.requests is not None else 1.0


def amount(event: Event) -> float:
    """Return units, else requests, else one: to be compared within one `series` only."""
    return event.units if event.units is not None else requests(event)


def is_others(event: Event) -> bool:
    """Tell whether requests are counted of what others did with an account's things: clicks on a link, views of a page.

    They come under no key, tell neither units nor how they were answered, and name no place or program, though the
    account's own events do. Nothing that an account does by hand or by a program is told so.
    """
    mute = event.key is None and event.units is None and event.status is None
    return bool(event.novel & UNATTENDED) and mute


def series(event: Event) -> str | None:
    """Return the product whose units the event tells ("" where it names none); None for requests."""
    return None if event.units is None else event.product or ""


def measure(product: str | None) -> str:
    """Return what a reviewer is told was counted: `requests`, `units`, or `units of PRODUCT`."""
    if product is None:
        return "requests"
    return f"units of {product[:NAMED_MOST]}" if product else "units"


def mark(name: str) -> tuple[int, ...]:
    """Return a measure as a tally's detail holds it: a hash, () for requests."""
    return () if name == "requests" else (crc32(name.encode()),)


def named(marked: int, names: Sequence[str]) -> str:
    """Return which of the measures a hash is of."""
    return next((name for name in names if name.startswith("units") and crc32(name.encode()) == marked), "units")


@by_event
def key_or_account(_detector: object, event: Event) -> Sequence[str]:
    """Return the API key, or the account where none is named: a `keys_of` for detectors of usage."""
    return (event.key or event.subject,)
