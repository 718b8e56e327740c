"""Which newcomers use the same few things at a program's beat, where others who use such things do not."""

from __future__ import annotations

from collections import Counter
from math import log10
from statistics import median
from typing import NamedTuple

from detectors.signup_hoster import APART
from detectors.surprise import binomial
from detectors.usage_alike_group import ACCOUNTS_LEAST, MOSTLY
from detectors.usage_beat_state import Beaten, BeatState
from detectors.usage_newcomers_used import kind_of

GAPS_LEAST = 12  # of a thing: by fewer nobody knows how an account keeps time
THINGS_LEAST = 2  # that accounts have in common: one is a class's book, or what is on air
OTHERS_LEAST = 20  # newcomers that use other such things as long: by fewer nobody knows how people do
Lives = dict[str, dict[str, bool]]  # by account whether it was even, by thing used for long enough


class Group(NamedTuple):
    """Accounts (since when) that use `things` of a kind at a beat of `gap_s` seconds, from how many addresses.

    `others`: newcomers that use none of these, but others of the kind for as long; `even` of them keep a beat as well.
    """

    names: dict[str, float]
    kind: str
    things: list[str]
    addresses: int
    gap_s: float
    others: int
    even: int
    surprise: float


def found_in(state: BeatState, day: int) -> list[Group]:
    """Return the groups in the window that ends with a day, one of a kind at the most."""
    lives = state.lives(day)
    told = {name: even for name, days in lives.items() if (even := _even(days))}
    kinds = sorted({kind_of(thing) for even in told.values() for thing in even})
    groups = [group for kind in kinds if (group := _of_kind(lives, told, kind)) is not None]
    return [group._replace(surprise=group.surprise - log10(len(kinds))) for group in groups]


def _even(days: list[Beaten]) -> dict[str, bool]:
    """Return of which things an account has shown how it keeps time, and whether that is as a program does."""
    gaps, even = dict[str, int](), dict[str, int]()
    for one in days:
        for thing, beat in one.beats.items():
            gaps[thing] = gaps.get(thing, 0) + beat.gaps
            even[thing] = even.get(thing, 0) + beat.even
    return {thing: even[thing] >= MOSTLY * number for thing, number in gaps.items() if number >= GAPS_LEAST}


def _of_kind(lives: dict[str, list[Beaten]], told: Lives, kind: str) -> Group | None:
    """Return who uses several things of a kind in common so; None where nobody does, or they share addresses."""
    there = {
        name: {thing: even for thing, even in all_.items() if kind_of(thing) == kind} for name, all_ in told.items()
    }
    counts = Counter([thing for things in there.values() for thing, even in things.items() if even])
    common = {thing for thing, number in counts.items() if number >= ACCOUNTS_LEAST}
    names = [name for name, things in there.items() if sum([things.get(one, False) for one in common]) >= THINGS_LEAST]
    addresses = {address for name in names for one in lives[name] for address in one.at}
    others = [things for things in there.values() if things and common.isdisjoint(things)]
    if len(names) < ACCOUNTS_LEAST or len(addresses) < APART * len(names) or len(others) < OTHERS_LEAST:
        return None
    users = len([things for things in there.values() if not common.isdisjoint(things)])
    keeping = sum([all(things.values()) for things in others])
    beats = [one.beats[thing].middle for name in names for one in lives[name] for thing in common & one.beats.keys()]
    surprise = binomial(users, len(names), (keeping + 0.5) / (len(others) + 1)) - log10(len(counts))
    since = {name: lives[name][0].first for name in names}
    return Group(since, kind, sorted(common), len(addresses), median(beats) / 10, len(others), keeping, surprise)
