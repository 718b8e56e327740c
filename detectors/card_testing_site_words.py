"""What the refusals over a whole site were told to be for, and where most of them were: in a reviewer's words."""

from __future__ import annotations

from detectors.shared_traits import Traits, note
from detectors.tally import Tally
from schemas.event import Event

REASON, MERCHANT = "reason", "merchant"  # sorts of a tally's traits
REASONS_TOLD = 3
MOSTLY = 0.5  # of the refusals at one merchant: it is told
LONGEST = 40  # characters of a reason: some send sentences


def note_why(event: Event, tally: Tally) -> None:
    """Count a refusal by its reason and its merchant, where they are told."""
    things = [(REASON, (event.reason or "")[:LONGEST]), (MERCHANT, event.merchant or "")]
    tally.traits = note(tally.traits, [(sort, thing) for sort, thing in things if thing])


def why(traits: Traits | None, refusals: int) -> str:
    """Say the reasons told most often and, where one merchant has most, which; "" where neither is told.

    >>> why({"reason": {"do_not_honor": 30.0, "stolen_card": 4.0}, "merchant": {"m1": 34.0}}, 36)
    ' Of the 36 refusals 30 were for do_not_honor, 4 for stolen_card; 34 were at m1.'
    >>> why({"merchant": {"m1": 2.0}}, 36)
    ''
    """
    reasons = [f"{times:.0f}{'' if at else ' were'} for {thing}" for at, (thing, times) in enumerate(_most(traits))]
    merchants = [f"{times:.0f} were at {thing}" for thing, times in _mostly(traits, refusals)]
    told = "; ".join([words for words in (", ".join(reasons), *merchants) if words])
    return f" Of the {refusals} refusals {told}." if told else ""


def as_evidence(traits: Traits | None, refusals: int) -> dict[str, str]:
    """Return the same as checkable numbers."""
    found = {"reasons": _most(traits), "merchants": _mostly(traits, refusals)}
    return {name: ", ".join([f"{thing}: {times:.0f}" for thing, times in few]) for name, few in found.items() if few}


def _most(traits: Traits | None, sort: str = REASON) -> list[tuple[str, float]]:
    counts = (traits or {}).get(sort, {})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:REASONS_TOLD]


def _mostly(traits: Traits | None, refusals: int) -> list[tuple[str, float]]:
    return [item for item in _most(traits, MERCHANT) if item[1] > MOSTLY * refusals]
