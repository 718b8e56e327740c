"""At which merchant most of a window's payments were: where the money went, or where cards were tried."""

from __future__ import annotations

from detectors.shared_traits import EVENT, Traits, note
from detectors.tally import Tally
from schemas.event import Event

MERCHANT = "merchant"  # a sort of a tally's traits
MOSTLY = 0.5  # of the payments at one merchant: it is told
LEAST = 3  # payments there: two of three say nothing


def note_merchant(event: Event, tally: Tally) -> None:
    """Count a payment by its merchant, where it is told."""
    if event.merchant:
        tally.traits = note(tally.traits, [EVENT, (MERCHANT, event.merchant)])


def mostly_at(traits: Traits | None, payments: int) -> tuple[str, int]:
    """Return the merchant at which most of so many payments were, and how many; ("", 0) for none.

    >>> mostly_at({"merchant": {"m1": 34.0, "m2": 2.0}}, 40), mostly_at({"merchant": {"m1": 9.0}}, 40)
    (('m1', 34), ('', 0))
    """
    counts = (traits or {}).get(MERCHANT, {})
    times, name = max([(times, name) for name, times in counts.items()], default=(0.0, ""))
    return (name, int(times)) if times >= LEAST and times > MOSTLY * payments else ("", 0)


def most_at(run: Tally, number: float, of: str) -> str:
    """Say of so many payments of a run how many were at one merchant, where most were; `of`: what they are.

    >>> run = Tally(traits={"merchant": {"m1": 34.0}})
    >>> most_at(run, 40, "40 payments"), most_at(Tally(), 40, "40 payments")
    ('; 34 of 40 payments were at m1', '')
    """
    merchant, times = mostly_at(run.traits, int(number))
    return f"; {times} of {of} were at {merchant}" if merchant else ""


def refused_at(run: Tally, refusals: float) -> str:
    """Say the same of refused payments."""
    return most_at(run, refusals, f"{refusals:,.0f} refusals")
