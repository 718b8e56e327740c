"""Which newcomers use the same few things at a program's beat, where others who use such things do not.

Or one thing, round the clock: a class reads one book, and a broadcast is heard by many, but everybody sleeps.
"""

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
SLEEPLESS = 18  # hours of one day in which a thing is used: people sleep for longer than six
Lives = dict[str, dict[str, bool]]  # by account whether it was even, by thing used for long enough


class Group(NamedTuple):
    """Accounts (since when) that use `things` of a kind at a beat of `gap_s` seconds, from how many addresses.

    `others`: newcomers that use none of these, but others of the kind for as long; `even` of them keep a beat as well.
    `sleepless`: each does so round the clock, and others are all that use things of the kind more than once.
    """

    names: dict[str, float]
    kind: str
    things: list[str]
    addresses: int
    gap_s: float
    others: int
    even: int
    surprise: float
    sleepless: bool = False


def found_in(state: BeatState, day: int) -> list[Group]:
    """Return the groups in the window that ends with a day, one of a kind at the most."""
    lives = state.lives(day)
    told = {name: even for name, days in lives.items() if (even := _even(days))}
    kinds = sorted({kind_of(thing) for even in told.values() for thing in even})
    groups = [
        max(found, key=lambda group: group.surprise)
        for kind in kinds
        if (found := [*_of_kind(lives, told, kind), *_sleepless(lives, told, kind)])
    ]
    return [group._replace(surprise=group.surprise - log10(len(kinds))) for group in groups]


def _even(days: list[Beaten]) -> dict[str, bool]:
    """Return of which things an account has shown how it keeps time, and whether that is as a program does."""
    gaps, even = dict[str, int](), dict[str, int]()
    for one in days:
        for thing, beat in one.beats.items():
            gaps[thing] = gaps.get(thing, 0) + beat.gaps
            even[thing] = even.get(thing, 0) + beat.even
    return {thing: even[thing] >= MOSTLY * number for thing, number in gaps.items() if number >= GAPS_LEAST}


def _of_kind(lives: dict[str, list[Beaten]], told: Lives, kind: str) -> list[Group]:
    """Return who uses several things of a kind in common so; none where nobody does, or they share addresses."""
    there = {
        name: {thing: even for thing, even in all_.items() if kind_of(thing) == kind} for name, all_ in told.items()
    }
    counts = Counter([thing for things in there.values() for thing, even in things.items() if even])
    common = {thing for thing, number in counts.items() if number >= ACCOUNTS_LEAST}
    names = [name for name, things in there.items() if sum([things.get(one, False) for one in common]) >= THINGS_LEAST]
    addresses = {address for name in names for one in lives[name] for address in one.at}
    others = [things for things in there.values() if things and common.isdisjoint(things)]
    if len(names) < ACCOUNTS_LEAST or len(addresses) < APART * len(names) or len(others) < OTHERS_LEAST:
        return []
    users = len([things for things in there.values() if not common.isdisjoint(things)])
    keeping = sum([all(things.values()) for things in others])
    surprise = binomial(users, len(names), (keeping + 0.5) / (len(others) + 1)) - log10(len(counts))
    since = {name: lives[name][0].first for name in names}
    gap_s = _gap_s(lives, names, common)
    return [Group(since, kind, sorted(common), len(addresses), gap_s, len(others), keeping, surprise)]


def _sleepless(lives: dict[str, list[Beaten]], told: Lives, kind: str) -> list[Group]:
    """Return who uses one thing of a kind so, round the clock, wherever they are; none where nobody does."""
    used = {
        name: {thing for one in days for thing in one.beats if kind_of(thing) == kind} for name, days in lives.items()
    }
    awake = {name: _awake(lives[name], even) & used[name] for name, even in told.items()}
    counts = Counter([thing for things in awake.values() for thing in things])
    common = {thing for thing, number in counts.items() if number >= ACCOUNTS_LEAST}
    names = [name for name, things in awake.items() if things & common]
    others = [name for name, things in used.items() if things and common.isdisjoint(things)]
    if not names or len(others) < OTHERS_LEAST:
        return []
    users = len([things for things in used.values() if things & common])
    also = len([name for name in others if awake.get(name)])
    surprise = binomial(users, len(names), (also + 0.5) / (len(others) + 1)) - log10(len(counts))
    addresses = {address for name in names for one in lives[name] for address in one.at}
    since, gap_s = {name: lives[name][0].first for name in names}, _gap_s(lives, names, common)
    return [Group(since, kind, sorted(common), len(addresses), gap_s, len(others), also, surprise, sleepless=True)]


def _awake(days: list[Beaten], even: dict[str, bool]) -> set[str]:
    """Return what an account used at a beat, on some day round the clock."""
    return {thing for one in days for thing, beat in one.beats.items() if beat.hours >= SLEEPLESS and even.get(thing)}


def _gap_s(lives: dict[str, list[Beaten]], names: list[str], common: set[str]) -> float:
    """Return the middle gap, in seconds."""
    beats = [one.beats[thing].middle for name in names for one in lives[name] for thing in common & one.beats.keys()]
    return median(beats) / 10
