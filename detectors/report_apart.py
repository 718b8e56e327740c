"""Which reporters of a content, or an account, are a circle: who, over weeks and each in its own time, report the same.

A brigade that takes its time has no three days in which one account is reported by several people, so that nothing of
what `report_groups` and `report_rings` ask for is ever there. But the same few report the same few, and hardly anything
else. Contents are compared first: the regulars of a server report a troll again and again, on different days, for what
each of them just met with, and one of his posts together, on the day it was posted. Accounts are where each of a circle
reports something else of them: a troll is reported by whoever else comes by, too, and regulars report more than him.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import pairwise

from msgspec import Struct, field

from detectors.blocks import DENSE, EACH, Circle
from detectors.pairs import PARTED
from detectors.report_groups import POOL, Accused
from detectors.report_two import two_of
from detectors.report_weeks import LASTS, LEAST, RECENT_HOURS, Weeks

SHARED = 3  # reporters of a content: fewer are what every content has
WHOLE = 0.8  # of a circle and its accounts, reported: a list is worked off; of its trolls a corner meets half
TOGETHER_H = 48  # hours between the reports of two who met with a content together: some look in every other day
DAY_HOURS = 24
PAIRS_KEPT = 4096  # of content and reporter: a month of a site with 150 reports a day
NAMES_KEPT = 64  # of a content, the first: more are a crowd, and no circle's
Reporters = dict[str, dict[str, int]]  # content -> reporter -> hour


class Contents(Struct, array_like=True):
    """Who reported which content of the last weeks, and in which hour first: 50 to 250 KB a site; `day` last tidied."""

    reporters: Reporters = field(default_factory=dict)
    day: int = 0

    def add(self, hour: int, account: str, content: int, names: Collection[str]) -> None:
        """Take in reports of an hour; hours come in order."""
        key = f"{account}{PARTED}{content:x}"
        told = dict.fromkeys(names, hour) | self.reporters.pop(key, {})  # to the end: what was reported lately is kept
        if len(told) > NAMES_KEPT:
            told = dict(sorted(told.items(), key=lambda one: (one[1], one[0]))[:NAMES_KEPT])
        if told:
            self.reporters[key] = told

    def forget(self, hour: int) -> None:
        """Drop what is too long ago, once a day; where there is too much, the oldest of what one alone reported."""
        if hour // DAY_HOURS != self.day:
            self.day = hour // DAY_HOURS
            fresh = {key: {name: at for name, at in told.items() if hour - at < LASTS}
                     for key, told in self.reporters.items()}  # fmt: skip
            self.reporters = {key: told for key, told in fresh.items() if told}
        if (over := sum(map(len, self.reporters.values())) - PAIRS_KEPT) > 0:
            over += PAIRS_KEPT // 8  # not for each hour anew
            for key in sorted(self.reporters, key=lambda key: len(self.reporters[key]) > 1):
                if over > 0:
                    over -= len(self.reporters.pop(key))


class Apart:
    """The circles of those who reported some content of an account, or the account, asked of one hour."""

    def __init__(self, contents: Contents, weeks: Weeks) -> None:
        """Take what is known at the end of the hour."""
        self._reporters, self._weeks = contents.reporters, weeks

    @cached_property
    def _several(self) -> Mapping[str, list[str]]:
        """The contents of each account that several reported."""
        found: dict[str, list[str]] = {}
        for key, told in self._reporters.items():
            if len(told) >= SHARED:
                found.setdefault(key.partition(PARTED)[0], []).append(key)
        return found

    @cached_property
    def _contents(self) -> Circle:
        by_name, reported = _turned(self._reporters), self._weeks.reported
        return Circle(self._reporters, by_name, lambda name: max(len(by_name[name]), reported(name)))

    @cached_property
    def _accounts(self) -> Circle:
        """By account; somebody who came back to one after days was counted anew (`Weeks.count`), and here is not."""
        hours: dict[str, dict[str, list[int]]] = {}
        for key, told in self._reporters.items():
            names = hours.setdefault(key.partition(PARTED)[0], {})
            for name, hour in told.items():
                names.setdefault(name, []).append(hour)
        anew: Counter[str] = Counter()
        for names in hours.values():
            anew.update({name: _anew(told) for name, told in names.items()})
        first = {account: {name: min(told) for name, told in names.items()} for account, names in hours.items()}
        by_name, reported = _turned(first), self._weeks.reported
        return Circle(first, by_name, lambda name: max(len(by_name[name]), reported(name) - anew[name]))

    def of(self, account: str) -> Accused:
        """Return the most surprising circle of those who reported some content of an account, or it and others."""
        keys = self._several.get(account, ())
        found = max([_of(self._contents, key, "apart") for key in keys], key=_surprise, default=Accused(how="apart"))
        return max(found, _of(self._accounts, account, "accounts"), two_of(self._accounts, account), key=_surprise)


def _turned(reporters: Reporters) -> Reporters:
    """Return what each reported, by name."""
    by_name: Reporters = {}
    for key, told in reporters.items():
        for name, hour in told.items():
            by_name.setdefault(name, {})[key] = hour
    return by_name


def _anew(hours: list[int]) -> int:
    """Return how often somebody came back to what was last reported days ago."""
    return sum([later - earlier >= RECENT_HOURS for earlier, later in pairwise(sorted(hours))])


def _surprise(found: Accused) -> float:
    return found.surprise


def _of(circle: Circle, key: str, how: str) -> Accused:
    """Return the circle around one content or account: each as likely to report one more as people of one corner are.

    So likely as what it reports beside the circle's makes it.
    """
    found = circle.block(key, SHARED, TOGETHER_H, WHOLE if how == "accounts" else DENSE)
    targets = {thing.partition(PARTED)[0] for thing in found.things}
    if len(found.of) < LEAST or len(targets) < EACH:
        return Accused(how=how)
    surprise, usual = circle.judged(found, SHARED, lambda name, size: _chance(circle.own(name), found.of, name, size))
    return Accused(surprise, found.names, usual / len(found.things), targets, how)


def _chance(own: int, of: Mapping[str, frozenset[str]], name: str, size: int) -> float:
    return max(1, own - len(of[name])) * size / max(POOL, 2 * size)
