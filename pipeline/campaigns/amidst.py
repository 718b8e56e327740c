"""Accounts entered while an attack on the whole site went on, its pauses included: its own, where they are many. Pure.

Who gets in with a list at the first attempt leaves nothing else by which he could be told: an account, an address of
its own, and no failure. What happens to one account within an episode has its own measure (`timing.during`). But he
also gets in where his failures are too few to be seen, in his pauses; and up to a day after the last of them, into what
he tried: others' entries of the next day share nothing with him but that there are many. So all alerts on
accounts of the area are taken together that belong to nothing else: where three or more came, and five times as many in
a day as in the weeks before, no more than one in five of them can have come anyway.

But a list gets in now and then for as long as it is tried. Accounts that were all taken in one way within a small part
of it are a thief's who came meanwhile, from wherever he has them: they are what reviewers act on, and would not be
found among a thousand that were only tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from pipeline.campaigns.onward import AREA, PAUSE_S
from pipeline.campaigns.sides import Side
from pipeline.campaigns.spree import LEAST
from pipeline.campaigns.timing import DAY_S, WITHIN_S

FOLD = 5.0
RARE = 1 / 300  # 2026-11: of lists that get in so often, so few do all that within so small a part (as two findings)


class Wave(Struct, frozen=True):
    """An attack on the whole site: its episodes' findings, when it began, and until when it may still be going on."""

    name: str  # the first episode's
    names: frozenset[str]
    first: float
    until: float
    mode: str
    tried: frozenset[int]  # whose accounts were seen to be, as far as they are kept

    @property
    def days(self) -> float:
        """Return how long it lasts, a day at least."""
        return max(1.0, (self.last - self.first) / DAY_S)

    @property
    def last(self) -> float:
        """Return when it was seen last."""
        return self.until - PAUSE_S

    def holds(self, lone: Side) -> bool:
        """Tell whether an account's finding began while it went on; after it, if the account had been tried."""
        if lone.mode != self.mode or not self.first - WITHIN_S <= lone.first <= self.until:
            return False
        return lone.first <= self.last + WITHIN_S or not self.tried.isdisjoint(lone.crowd)


def waves(sides: Mapping[str, Side], joined: Iterable[frozenset[str]]) -> list[Wave]:
    """Return the attacks on the whole site, in order of time; `joined`: the episodes of each."""
    found = []
    for names in joined:
        parts = sorted((sides[name].first, name) for name in names)
        until = max(sides[name].last for name in names) + PAUSE_S
        tried = frozenset[int]().union(*[sides[name].crowd for name in names])
        found.append(Wave(parts[0][1], names, parts[0][0], until, sides[parts[0][1]].mode, tried))
    return sorted(found, key=lambda wave: (wave.first, wave.name))


def lone_ones(sides: Mapping[str, Side]) -> Iterator[tuple[str, Side]]:
    """Yield the findings on single accounts that might be a part of one."""
    for name, one in sides.items():
        if one.lone and one.area == AREA:
            yield name, one


def too_many(accounts: int, usual: float, wave: Wave) -> bool:
    """Tell whether so many accounts during an attack are too many for chance, where `usual` come in a day."""
    return accounts >= LEAST and accounts / wave.days >= FOLD * usual


def too_close(taken: Iterable[Side], episodes: Sequence[Side]) -> bool:
    """Tell whether accounts were taken too close together to be what a list got into that was tried meanwhile.

    Each episode's accounts are reckoned as tried evenly. Any of n may be the first: chance is n times that all others
    fall into the same part of the list.
    """
    began, over = min([one.first for one in episodes]), max([one.last for one in episodes])
    ranked = sorted([one for one in taken if began <= one.first <= over], key=lambda one: one.first, reverse=True)
    times = sorted({one.about: one.first for one in ranked}.values())
    if len(times) < LEAST:
        return False
    tried = sum([one.finding.alert.accounts_total for one in episodes])
    meanwhile = sum([one.finding.alert.accounts_total * _part(one, times[0], times[-1]) for one in episodes])
    return len(times) * (meanwhile / tried) ** (len(times) - 1) < RARE


def _part(one: Side, first: float, last: float) -> float:
    """Return how much of an episode lies between two times, half a minute around them included."""
    within = min(one.last, last + WITHIN_S) - max(one.first, first - WITHIN_S)
    return min(1.0, max(0.0, within) / (one.last - one.first + WITHIN_S))
