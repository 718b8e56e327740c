"""What events share, in a reviewer's words."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.shared_traits import KEPT, OTHER, OTHERS_LEAST, SORTS, Traits, shared

# Of the events, and of the others: whoever comes with such a thing is to be challenged. Whom an attack has entered is
# among the others.
MOST, FEW = 0.5, 0.1


def said(traits: Traits | None, sorts: Sequence[str], events: int, others: float, whose: tuple[str, str]) -> str:
    """Say it, for the middle of a sentence; where nothing is shared, that; nothing where nothing is told.

    `whose`: what the events are called, and the others.

    >>> told = {"program": {"App 1": 60.0}, "oprogram": {"App 1": 1.0}, "provider": {"AS3": 19.0}}
    >>> said(told, ["program", "provider"], 70, 50, ("failures", "others")).removesuffix(" (one may have several)")
    'of the 70 failures, 60 came with the program App 1 (as did 2 % of the 50 others), 19 from provider AS3'
    >>> said({"program": {"App 1": 1_174.0}}, ["program"], 2_516, 0, ("failures", "others"))
    'of the 2,516 failures, 1,174 came with the program App 1'
    >>> said({"program": {"App 1": 6.0}, "oprogram": {"App 1": 45.0}}, ["program"], 6, 50, ("failures", "others"))
    'the 6 failures share no program that others do not have as often'
    >>> said(None, ["program"], 6, 50, ("failures", "others"))
    ''
    """
    told = [sort for sort in sorts if (traits or {}).get(sort)]
    items = [item for sort in told for item in _items(traits, sort, events, others)]
    if items:
        (times, thing, usual), *more = items
        beside = f" (as did {usual} of the {others:,.0f} {whose[1]})" if usual else ""
        rest = [f", {number:,} {what}{f' ({share})' if share else ''}" for number, what, share in more]
        several = " (one may have several)" if sum([number for number, _, _ in items]) > events else ""
        return f"of the {events:,} {whose[0]}, {times:,} came {thing}{beside}{''.join(rest)}{several}"
    known = [SORTS[sort].noun for sort in told if len((traits or {})[sort]) < KEPT]
    return f"the {events:,} {whose[0]} share no {' or '.join(known)} that others do not have as often" if known else ""


def _items(traits: Traits | None, sort: str, events: int, others: float) -> list[tuple[int, str, str]]:
    """Return of each thing how many have it, the thing in words, and the share of the others, "" where unknown."""
    compared = others >= OTHERS_LEAST and f"{OTHER}{sort}" in (traits or {})
    return [
        (times, f"{'' if at else SORTS[sort].words}{thing}", f"{100 * usual:.0f} %" if compared else "")
        for at, (thing, times, usual) in enumerate(shared(traits, sort, events, others))
    ]


def telling(traits: Traits | None, sorts: Sequence[str], events: int, others: float) -> str:
    """Return what most of the events have and hardly any other, each in words; "" for none, or too few others.

    >>> telling({"program": {"App 1": 60.0}, "oprogram": {"App 1": 1.0}}, ["program"], 61, 50)
    'with the program App 1'
    """
    if others < OTHERS_LEAST:
        return ""
    found = [(SORTS[sort].words, *one) for sort in sorts for one in shared(traits, sort, events, others)]
    most = [f"{words}{thing}" for words, thing, times, usual in found if times >= MOST * events and usual <= FEW]
    return " or ".join(most)


def as_evidence(traits: Traits | None, sorts: Sequence[str], events: int, others: float) -> dict[str, str]:
    """Return what is shared, with how many events have each."""
    found = {SORTS[sort].evidence: shared(traits, sort, events, others) for sort in sorts}
    return {
        name: ", ".join([f"{thing}: {times}" for thing, times, _ in things]) for name, things in found.items() if things
    }
