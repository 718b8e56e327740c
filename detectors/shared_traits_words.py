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
    >>> said(told, ["program", "provider"], 70, 50, ("failures", "others"))
    'of the 70 failures 60 came with the program App 1 (of 50 others: 2 %), 19 from provider AS3 (one may have several)'
    >>> said({"program": {"App 1": 6.0}, "oprogram": {"App 1": 45.0}}, ["program"], 6, 50, ("failures", "others"))
    'the 6 failures share no program that others do not have as often'
    >>> said(None, ["program"], 6, 50, ("failures", "others"))
    ''
    """
    told = [sort for sort in sorts if (traits or {}).get(sort)]
    items = [item for sort in told for item in _items(traits, sort, events, others)]
    if items:
        many, _, first = items[0].partition(" ")
        all_ = ", ".join([f"{many} came {first}", *items[1:]])
        twice = sum([int(item.partition(" ")[0]) for item in items]) > events
        several = " (one may have several)" if twice else ""
        return f"of the {events} {whose[0]} {all_.replace(' (', f' (of {others:.0f} {whose[1]}: ', 1)}{several}"
    known = [SORTS[sort].noun for sort in told if len((traits or {})[sort]) < KEPT]
    return f"the {events} {whose[0]} share no {' or '.join(known)} that others do not have as often" if known else ""


def _items(traits: Traits | None, sort: str, events: int, others: float) -> list[str]:
    compared = others >= OTHERS_LEAST and f"{OTHER}{sort}" in (traits or {})
    return [
        f"{times} {'' if at else SORTS[sort].words}{thing}{f' ({100 * usual:.0f} %)' if compared else ''}"
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
