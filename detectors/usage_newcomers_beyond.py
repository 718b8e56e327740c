"""Newcomers, wherever they are, who do again and again what nobody new here ever did more than a few times.

A number is confirmed, a code redeemed, a friend invited once or twice. Whoever has messages or calls sent at the
product's cost (toll fraud) asks for them until he is stopped, on one account after the other, each from where he likes.
Who copies a site's members opens their lists by the hundred. It may be told one by one or in sums: of what 99 in 100 do
ten times at the most no sums are told that span decades. What people do more often (a search, a page) some do all day:
there only those count who go as far as nobody does for a cause, each at an address of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log10
from typing import NamedTuple

from detectors.recurrence import FOLD
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.usage_newcomers_found import ACCOUNTS_LEAST, KNOWN_LEAST, MADE, Group, allowed
from detectors.usage_newcomers_limit import Limit
from detectors.usage_newcomers_state import UseState, day_of
from detectors.usage_newcomers_used import Noted

BEYOND = 3  # in a detail, where others have whether the provider is new (0, 1), or `PACED`
SELDOM = 10  # times in a step, the most of 99 in 100 newcomers: what people do more often, some do all day
MANY = 20.0  # whose text does not come asks again and again, but not as often as this
WINDOW_DAYS = 2  # who has many accounts, and uses each for an hour, uses several a day
CROWD = 0.75  # of who uses it in a step
KEPT = 256  # of a kind; beyond, the first by name
# At one address, one cause may move many to five times as much as others (a lesson, a hackathon): they count as one.
# No cause was seen to move anybody to twenty times: of what is done one by one, the most of 100,000 newcomers' quarters
# of a day on seventeen made-up products was 2.3 times what 99 in 100 did.
APART_FROM = 4 * FOLD


class Found(NamedTuple):
    """Who goes beyond in a step, and all of these days; what was usual before; how many used it in these days."""

    group: Group
    noted: dict[str, Noted]
    usual: Limit
    here: int
    surprise: float


def beyond_in(state: UseState, step: int, kind: str) -> Found | None:
    """Return who did so of a kind whose usual is known; None where nobody did.

    Compared are the days before these, or what some did yesterday would be as usual.
    """
    day, since = day_of(step), day_of(step) - WINDOW_DAYS + 1
    usual = state.limit(since, kind)
    if usual.known < KNOWN_LEAST:
        return None
    users = {name: used for name, used in state.made[step].items() if kind in used.made}
    least = max(MANY, usual.least)
    often = usual.rare > SELDOM
    group = {name: used for name, used in users.items() if used.made[kind] >= least and allowed(used, kind)}
    if often:  # what others do with an account's things (clicks on its links) tells no address
        group = {name: used for name, used in group.items() if used.at}
    if not group:
        return None
    noted = {name: one for name, one in state.beyond.get(kind, {}).items() if one.day >= since}
    for name, used in group.items():
        noted[name] = noted.get(name) or Noted(day, used.first, int(used.made[kind]), min(used.at, default=name))
    here = len(users) + state.used_from(since, kind)
    is_crowd = _is_crowd(len(group), len(users), usual.known / len(state.before(since, kind)))
    number = 0 if is_crowd else (_far if often else _apart)(noted, APART_FROM * usual.rare)
    surprise = binomial(max(here, number), number, usual.share()) if number >= ACCOUNTS_LEAST else 0.0
    kinds = {kind for used in state.made[step].values() for kind in used.made}
    return Found(group, noted, usual, here, surprise - log10(len(kinds)))


def _is_crowd(beyond: int, users: int, a_day: float) -> bool:
    """Tell whether nearly all do so who use it in a step, and no more of them than ever: its client has a fault.

    >>> _is_crowd(4, 5, 20.0), _is_crowd(4, 8, 20.0), _is_crowd(30, 32, 20.0)
    (True, False, False)
    """
    return beyond > CROWD * users and 2 * users <= a_day


def _apart(noted: dict[str, Noted], far: float) -> int:
    """Return how many there are, those of one address taken for one but who went as far as nobody does for a cause."""
    alone = [name for name, one in noted.items() if one.made >= far]
    return len(alone) + len({one.address for name, one in noted.items() if name not in alone})


def _far(noted: dict[str, Noted], far: float) -> int:
    """Return at how many addresses somebody went as far: a class's task, or a tool of a firm's, is at one."""
    return len({one.address for one in noted.values() if one.made >= far})


def accuse_beyond(state: UseState, step: int, kind: str, found: Found) -> Group:
    """Make the step hot with all of these days; return those of the step."""
    tally, made = state.tallies[step], [one.made for one in found.noted.values()]
    addresses = len({one.address for one in found.noted.values()})
    tally.hot = True
    detail = addresses, found.usual.known, max(made), BEYOND, min(made), found.here
    tally.crest(len(found.noted), found.usual.rare, found.surprise, detail)
    tally.add(f"{MADE}{kind}", sum([used.made[kind] for used in found.group.values()]))
    for one in found.noted.values():
        one.accused = True
    return found.group


def name_earlier(tally: Tally, found: Iterable[Found]) -> None:
    """Name those of the steps before as well, whose part in it is seen only now."""
    for told in found:
        for name, one in told.noted.items():
            tally.member(name, one.first)


def note_beyond(state: UseState, day: int, found: dict[str, Found]) -> None:
    """Remember who went beyond; what those did who stayed alone is usual from the day on after which they would not."""
    for kind, told in found.items():
        state.beyond[kind] = dict(sorted((state.beyond.get(kind, {}) | told.noted).items())[:KEPT])
    for kind, noted in list(state.beyond.items()):
        for name, one in list(noted.items()):
            if one.day <= day - WINDOW_DAYS:
                del noted[name]
                if not one.accused:
                    state.count(one.day, kind, one.made)
        if not noted:
            del state.beyond[kind]
