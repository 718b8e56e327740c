"""What is told of the whole site is no bridge between attacks that have nothing else in common. Pure.

A sum over the site goes on for as long as its detector looks back: a week's sign-ups with throw-away mail are those of
all farms of that week. It goes with the attack that began first, and with those that began within an hour of each other
and of it. A later one is told by itself where the sum saw hardly anybody else while that went on: then it is but a sum.
Where most of the accounts that it saw meanwhile are not the attack's, it has seen what the attack is a part of: one on
the whole site that shows at an address now and then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import inf

from pipeline.campaigns.links import Side
from pipeline.campaigns.timing import TIMED_MOST_S

SHARE = 0.5
Links = Mapping[str, set[str]]


def parted(name: str, group: set[str], sides: Mapping[str, Side], links: Links) -> set[str]:
    """Return those of a linked group that belong together with `name`. Cost: a look at each link."""
    wide = [one for one in group if sides[one].wide]
    if not wide or len(group) <= len(wide) + 1 and len(wide) == 1:
        return group
    parts = _without(set(wide), group, links)
    for one in sorted(wide, key=lambda one: (sides[one].last - sides[one].first, sides[one].first, one)):
        near = [part for part in parts if not part.isdisjoint(links[one])]
        joined = _joined(sides[one], near, sides)
        parts = [part for part in parts if not any(part is other for other in joined)]
        parts.append({one}.union(*joined))
    return next(part for part in parts if name in part)


def _without(wide: set[str], group: set[str], links: Links) -> list[set[str]]:
    """Return the parts into which a group falls without what is about the whole site."""
    left, parts = group - wide, list[set[str]]()
    for name in sorted(left):
        if name in left:
            part, waiting = {name}, [name]
            while waiting:
                more = (links[waiting.pop()] & left) - part
                part |= more
                waiting.extend(more)
            left -= part
            parts.append(part)
    return parts


def _joined(site: Side, near: list[set[str]], sides: Mapping[str, Side]) -> list[set[str]]:
    """Return those of the parts linked with it that it joins: those that began with the first, and what it explains."""
    begun = sorted((at, place) for place, part in enumerate(near) if (at := _begun(part, sides)) < inf)
    waves = [[begun[0]]] if begun else []
    for before, now in pairwise(begun):
        if now[0] - before[0] < TIMED_MOST_S:
            waves[-1].append(now)
        else:
            waves.append([now])
    known = frozenset[int]().union(*[sides[name].crowd for part in near for name in part])
    others = {place for wave in waves[1:] if _is_sum(site, known, [near[place] for _, place in wave], sides)
              for _, place in wave}  # fmt: skip
    return [part for place, part in enumerate(near) if place not in others]


def _several(part: Iterable[str], sides: Mapping[str, Side]) -> list[Side]:
    """Return the findings on several accounts; those on the whole site only where there are no others."""
    several = [sides[name] for name in part if not sides[name].lone]
    return [one for one in several if not one.wide] or several


def _begun(part: Iterable[str], sides: Mapping[str, Side]) -> float:
    """Return when an attack on several accounts began."""
    return min([one.first for one in _several(part, sides)], default=inf)


def _is_sum(site: Side, known: frozenset[int], wave: list[set[str]], sides: Mapping[str, Side]) -> bool:
    """Tell whether most accounts noted on the site while some attacks went on are `known`: of these or other attacks."""
    seen = [one for part in wave for one in _several(part, sides)]
    meanwhile = _meanwhile(site, min(one.first for one in seen), max(one.last for one in seen))
    return len(meanwhile & known) >= SHARE * len(meanwhile)


def _meanwhile(site: Side, first: float, last: float) -> frozenset[int]:
    """Return who was first noted between two times; everybody where that is not known."""
    found = site.finding
    if len(found.since) != len(found.crowd):
        return site.crowd
    return frozenset(who for who, after in zip(found.crowd, found.since, strict=True)
                     if first - 1.0 <= found.first + after <= last)  # fmt: skip
