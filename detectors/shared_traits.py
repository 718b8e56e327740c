"""What events counted over a whole site share, in a reviewer's words: a program, a network, a mail domain.

A sentence that only says how many leaves nothing to act on. What is kept is what many have in common and nobody's own:
products with their versions, networks, providers, countries, domains; each with how many events had it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

KEPT = 256  # things of a sort; beyond, a sample by hash: those left are counted in full
LEAST, RARER = 3, 2.0  # events, and so many times as often as others have it: told
# Of the events: what so many have is told as long as fewer of the others do. Not all of an attack need be counted: of a
# farm's sign-ups every other one may have a handle like anybody's.
NEARLY, OTHERS_MOST = 0.9, 0.75
TOLD = 3  # of a sort
OTHERS_LEAST = 20  # without as many, nobody can say how common a thing is
EVENT = ("", "")
OTHER = "o"  # begins sorts of things that the others have, who are not counted
HARDLY = 0.05  # of the others have it: what more have of mail domains is a mail service
# Of the events, and of the others: whoever comes with such a thing is to be challenged. Whom an attack has entered is
# among the others.
MOST, FEW = 0.5, 0.1

Traits = dict[str, dict[str, float]]  # sort -> thing -> events


class Sort(NamedTuple):
    """How things of a sort are named, and in evidence; of the events and of the others who has one that is told.

    `by_itself`: whether one says something where too few others are known.
    """

    words: str
    evidence: str
    noun: str
    least: float = 0.1
    most: float = 1.0
    by_itself: bool = True


PROGRAM, NETWORK, PROVIDER, COUNTRY, MAIL = "program", "network", "provider", "country", "mail"
SORTS = {
    PROGRAM: Sort("with the program ", "program", "program"),
    NETWORK: Sort("from network ", "networks", "network"),
    PROVIDER: Sort("from provider ", "providers", "provider"),
    COUNTRY: Sort("from country ", "countries", "country", 0.3, by_itself=False),
    MAIL: Sort("with mail at ", "mail_domains", "mail domain", most=HARDLY),
}


def note(traits: Traits | None, things: Sequence[tuple[str, str]]) -> Traits:
    """Count one event's things, each with its sort, and the events; the same is left in whatever order events come.

    The first thing is `EVENT`, or the same of others: of few events there are few things, and nothing to thin out.
    """
    found, events = {} if traits is None else traits, 0.0
    for sort, thing in things:
        if sort not in found:
            found[sort] = {}
        counts = found[sort]
        if thing in counts:
            counts[thing] += 1.0
        else:
            counts[thing] = 1.0
        events = events or counts[thing]
        if events > KEPT and len(counts) > KEPT:
            found[sort] = _fewer(counts)
    return found


def others_in(traits: Traits | None) -> float:
    """Return how many others there were."""
    return (traits or {}).get(OTHER, {}).get("", 0.0)


def united(mine: Traits | None, theirs: Traits) -> Traits:
    """Return the sums of both; the first is changed."""
    found = {} if mine is None else mine
    for sort, counts in theirs.items():
        sums = found.setdefault(sort, {})
        for thing, times in counts.items():
            sums[thing] = sums.get(thing, 0.0) + times
        if len(sums) > KEPT:
            found[sort] = _fewer(sums)
    return found


def _fewer(counts: dict[str, float]) -> dict[str, float]:
    return {thing: counts[thing] for thing in sorted(counts, key=_rank)[:KEPT]}


@lru_cache(1 << 12)
def _rank(thing: str) -> tuple[int, str]:
    return crc32(thing.encode()), thing


def shared(traits: Traits | None, sort: str, events: int, others: float) -> list[tuple[str, int, float]]:
    """Return what many of the events share and the others have less often: it, how often, and the others' share.

    >>> shared({"program": {"App 1": 60.0, "App 2": 40.0}, "oprogram": {"App 2": 30.0}}, "program", 100, 40)
    [('App 1', 60, 0.0)]
    """
    mine, theirs = (traits or {}).get(sort, {}), (traits or {}).get(f"{OTHER}{sort}", {})
    found = list[tuple[str, int, float]]()
    told = SORTS[sort]
    if others < OTHERS_LEAST and not told.by_itself:
        return found
    for thing, times in sorted(mine.items(), key=lambda item: (-item[1], item[0])):
        usual = theirs.get(thing, 0.0) / others if others >= OTHERS_LEAST else 0.0
        nearly = times >= NEARLY * events and usual <= OTHERS_MOST
        rarer = times >= RARER * usual * events and usual <= told.most
        if times >= max(LEAST, told.least * events) and (nearly or rarer):
            found.append((thing, int(times), usual))
    return found[:TOLD]


def said(traits: Traits | None, sorts: Sequence[str], events: int, others: float, whose: tuple[str, str]) -> str:
    """Say it, for the middle of a sentence; where nothing is shared, that; nothing where nothing is told.

    `whose`: what the events are called, and the others.

    >>> told = {"program": {"App 1": 60.0, "App 2": 9.0}, "oprogram": {"App 1": 1.0}, "network": {"203.0.113/24": 9.0}}
    >>> said(told, ["program", "network"], 70, 50, ("failures", "others"))
    'of the 70 failures 60 came with the program App 1 (of 50 others: 2 %), 9 App 2 (0 %), 9 from network 203.0.113/24'
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
        return f"of the {events} {whose[0]} {all_.replace(' (', f' (of {others:.0f} {whose[1]}: ', 1)}"
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
