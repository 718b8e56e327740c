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
