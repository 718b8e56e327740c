"""Who writes first to people that have just signed up, one after the other, and gives them a name on a messenger.

Groomers of children, and whoever takes newcomers aside before they know a site: in private messages, a few a day, in
any words. People give their own name to those they have come to know: 2026-11, of 1,479 honest accounts of 29 made-up
products that told one in a message none told it to three who had not written first, and to one newcomer at most.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from detectors.domain_told import hashed
from schemas.contacts import is_number
from schemas.event import NO_STRANGER, SOUGHT, WENT_FIRST, Event

SORT = 12  # in an alert's details: that it is about such accounts
DAYS = 14
KEPT, PEOPLE_KEPT = 8, 40  # accounts of a day, whom each told it in a day: by the least of their hashes
MOST_OF = 0.8  # of all who tell it, those who tell it to newcomers
LEAST = 3  # newcomers of one account
# Surprise of each newcomer beyond an account's first: of twelve honest accounts that told one none told a second.
FURTHER = 1.0
SURE_MOST = 12.0  # a greeter may give his own name to all who come: no more than a medium alert


class Sought(Struct, array_like=True, frozen=True):
    """Whom an account told it in a day without being asked (hashes): `young`, who had signed up within the week."""

    time: float
    event_id: str
    young: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


class Seekers(NamedTuple):
    """Which accounts told it to newcomers in two weeks, to how many, and to how many others; how surprising it is."""

    surprise: float = 0.0
    told: tuple[tuple[str, tuple[Sought, ...]], ...] = ()
    young: int = 0
    others: int = 0
    everybody: int = 0


_NOBODY = Seekers()
Days = dict[int, dict[str, Sought]]


def is_unasked(event: Event) -> bool:
    """Tell whether an event gives a name on a messenger to somebody who had not written first."""
    answer = event.novel & NO_STRANGER and not event.novel & WENT_FIRST
    if event.kind != "message" or not event.target or answer or all(map(is_number, event.contacts)):
        return False
    return event.site is not None


def note(known: dict[str, Sought], event: Event) -> None:
    """Note whom an account tells it in a day."""
    code, name = (hashed(event.target or ""),), event.subject
    one = Sought(event.time, event.id, *((code, ()) if event.novel & SOUGHT else ((), code)))
    known[name] = _merged(known[name], one) if name in known else one
    if len(known) > KEPT:
        del known[max(known, key=lambda each: (hashed(each), each))]


def seekers(days: Days, earlier: dict[int, tuple[int, ...]], today: int) -> Seekers:
    """Return who told it mostly to newcomers in the two weeks that end with a day, where hardly anybody else did."""
    of: dict[str, list[Sought]] = {}
    for day in sorted([day for day in days if today - DAYS < day <= today]):
        for name, one in sorted(days[day].items()):
            of.setdefault(name, []).append(one)
    found = {name: told for name, told in of.items() if len(_young(told)) >= max(LEAST, len(_others(told)) + 1)}
    everybody = {code for day, codes in earlier.items() if today - DAYS < day <= today for code in codes}
    everybody |= set(map(hashed, of))
    if not found or len(found) < MOST_OF * len(everybody):
        return _NOBODY
    surprise = min(SURE_MOST, FURTHER * sum([len(_young(told)) - 1 for told in found.values()]))
    young, others = (len(set().union(*map(those, found.values()))) for those in (_young, _others))
    told = tuple((name, tuple(several)) for name, several in found.items())
    return Seekers(surprise, told, young, others, len(everybody))


def sought_words(told: str, number: int, everybody: int, young: int, others: int) -> str:
    """Say it to a reviewer."""
    who = f"{number} of the {everybody} accounts that" if everybody > 1 else "One account"
    did = " did so in" if everybody > 1 else " in"
    return (
        f"{who} {told} within {DAYS} days{did} messages to {young} people who had signed up within the week before and "
        f"had not written to it first; to {others or 'no'} such people who had been there for longer. Of honest "
        "accounts hardly any gives its name to a second newcomer who never wrote to it."
    )


def _young(told: list[Sought]) -> set[int]:
    return {code for one in told for code in one.young}


def _others(told: list[Sought]) -> set[int]:
    return {code for one in told for code in one.others} - _young(told)


def _merged(one: Sought, other: Sought) -> Sought:
    first = min(one, other, key=lambda each: (each.time, each.event_id))
    return Sought(first.time, first.event_id, _least(one.young, other.young), _least(one.others, other.others))


def _least(mine: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({*mine, *theirs})[:PEOPLE_KEPT])
