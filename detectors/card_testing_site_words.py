"""What the refusals over a whole site were told to be for, and where most of them were: in a reviewer's words."""

from __future__ import annotations

from detectors.merchant_told import mostly_at, note_merchant
from detectors.shared_traits import EVENT, Traits, note
from detectors.tally import Tally
from schemas.event import Event

REASON = "reason"  # a sort of a tally's traits
REASONS_TOLD = 3
LONGEST = 40  # characters of a reason: some send sentences


def note_why(event: Event, tally: Tally) -> None:
    """Count a refusal by its reason and its merchant, where they are told."""
    if event.reason:
        tally.traits = note(tally.traits, [EVENT, (REASON, event.reason[:LONGEST])])
    note_merchant(event, tally)


def why(traits: Traits | None, refusals: int) -> str:
    """Say the reasons told most often and, where one merchant has most, which; "" where neither is told.

    >>> why({"reason": {"do_not_honor": 30.0, "stolen_card": 4.0}, "merchant": {"m1": 34.0}}, 36)
    ' Of the 36 refusals 30 were for do_not_honor, 4 for stolen_card; 34 were at m1.'
    >>> why({"merchant": {"m1": 2.0}}, 36)
    ''
    """
    reasons = [f"{times:,.0f}{'' if at else ' were'} for {thing}" for at, (thing, times) in enumerate(_most(traits))]
    merchant, times = mostly_at(traits, refusals)
    told = "; ".join([words for words in (", ".join(reasons), merchant and f"{times} were at {merchant}") if words])
    return f" Of the {refusals} refusals {told}." if told else ""


def as_evidence(traits: Traits | None, refusals: int) -> dict[str, str]:
    """Return the same as checkable numbers."""
    reasons = ", ".join([f"{reason}: {times:,.0f}" for reason, times in _most(traits)])
    merchant, times = mostly_at(traits, refusals)
    told = {"reasons": reasons, "merchants": merchant and f"{merchant}: {times}"}
    return {name: words for name, words in told.items() if words}


def _most(traits: Traits | None) -> list[tuple[str, float]]:
    counts = (traits or {}).get(REASON, {})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:REASONS_TOLD]
