"""What is told of the whole site is no bridge between attacks that have nothing else in common. Pure.

A sum over the site goes on for as long as its detector looks back: a week's sign-ups with throw-away mail are those of
all farms of that week. It goes with the attack that most of its accounts are of; where there is none such, with that
whose accounts it saw first; and with those that it saw begin within an hour of each other and of it. Another one is
told by itself where the sum saw hardly anybody else while that went on: then it is but a sum. Where most of the
accounts that it saw meanwhile are no attack's, it has seen what the attack is a part of: one on the whole site that
shows at an address now and then. And where most of what it saw was over a day or more before an attack began, it is
another's, which may be forgotten by now: then it joins that attack not at all. Nor does it where it is of days, and
hardly any of its accounts are that attack's (of logins alone a loud minute is a part all the same), nor where an attack
went on before it, and it saw most accounts at hours at which it saw none of these.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise

from pipeline.campaigns.crowd import reach
from pipeline.campaigns.kinds import OF_THINGS, times_of
from pipeline.campaigns.linked import Linked
from pipeline.campaigns.sides import Side
from pipeline.campaigns.timing import DAY_S, ENTRIES, TIMED_MOST_S

SHARE = 0.5
A_PART = 0.1  # 2026-11: of a sum of days: of fewer it is none, though it saw them first
SEEN_LEAST = 3  # accounts: fewer, as a sketch of very many has, do not tell when an attack was seen
Span = tuple[float, float]


def parted(group: Set[str], sides: Mapping[str, Side], links: Linked) -> Sequence[Set[str]]:
    """Return the parts of a linked group that belong together. Cost: a look at each link."""
    wide = [one for one in group if sides[one].wide]
    if not wide or len(group) == 1:
        return [group]
    parts = links.parts(group - set(wide))
    for one in sorted(wide, key=lambda one: (sides[one].last - sides[one].first, sides[one].first, one)):
        beside = links.of(one)
        near = [part for part in parts if not part.isdisjoint(beside)]
        joined = _joined(sides[one], near, sides)
        parts = [part for part in parts if not any(part is other for other in joined)]
        parts.append({one}.union(*joined))
    return parts


def _joined(site: Side, near: list[set[str]], sides: Mapping[str, Side]) -> list[set[str]]:
    """Return those of the parts linked with it that it joins: those that it saw first, and what it explains."""
    brief = site.last - site.first <= DAY_S  # then nothing that it saw is old
    seen = times_of(site.finding)
    near = [part for part in near if not _slept(site, seen, [sides[name] for name in part])]
    if site.finding.alert.signals[0].detector in OF_THINGS:
        near = [part for part in near if not _is_told(site, part, sides)]
    if not near or (brief and len(near) == 1):
        return near
    every = sorted((*span, place) for place, part in enumerate(near) if (span := _span(part, seen, sides)))
    others = {place for first, last, place in every if not brief and _is_old(seen, first, last)}
    spans = [span for span in every if span[2] not in others]
    waves = [[spans[0]]] if spans else []
    for before, now in pairwise(spans):
        if now[0] - before[0] < TIMED_MOST_S:
            waves[-1].append(now)
        else:
            waves.append([now])
    known = frozenset[int]().union(*[sides[name].crowd for part in near for name in part])
    mine = next((wave for wave in waves if _has_most(site, _of(wave, near), sides)), waves[0] if waves else None)
    counts_else = site.area != ENTRIES and not brief  # of logins a loud minute is counted in a sum of days anyway
    if mine is not None and counts_else and not _has_most(site, _of(mine, near), sides, A_PART):
        others |= {place for _, _, place in mine}
    summed = [wave for wave in waves if wave is not mine and _is_sum(site, seen, known, wave)]
    others |= {place for wave in summed for _, _, place in wave}
    return [part for place, part in enumerate(near) if place not in others]


def _is_told(site: Side, part: set[str], sides: Mapping[str, Side]) -> bool:
    """Tell whether an attack is told as one by what another detector saw of the whole site, and is not most of a sum.

    Who made some of the telephones' accounts by inviting them is not who keeps the other telephones.
    """
    if not any([sides[name].wide for name in part]):
        return False
    return not _has_most(site, [part], sides)


def _slept(site: Side, seen: Mapping[int, float], part: Sequence[Side]) -> bool:
    """Tell whether a sum saw most accounts at hours when it saw none of an attack that went on before it.

    What it saw while the attack paused is another's, told or forgotten by now. It is not asked which of them was seen
    last: while both go on that is once the one, once the other, and the campaign would come and go with it.
    """
    if min([one.first for one in part]) >= site.first:
        return False
    times = sorted([at for one in part for who in one.crowd if (at := seen.get(who)) is not None])
    if len(times) < SEEN_LEAST:
        return False
    beside = [bisect(times, at + TIMED_MOST_S) > bisect_left(times, at - TIMED_MOST_S) for at in seen.values()]
    return 2 * sum(beside) < len(seen)


def _is_old(seen: Mapping[int, float], first: float, last: float) -> bool:
    """Tell whether most accounts of a sum were seen a day or more before or after what it saw about this time."""
    times = sorted(seen.values())
    for time in reversed(times):
        if first - DAY_S <= time < first:
            first = time
    for time in times:
        if last < time <= last + DAY_S:
            last = time
    return 2 * sum([first <= time <= last for time in times]) < len(times)


def _span(part: Iterable[str], seen: Mapping[int, float], sides: Mapping[str, Side]) -> Span | None:
    """Return the first and the last time at which the site saw an attack's accounts; where it saw too few, its own.

    None for alerts on single accounts: there is nothing else by which these could belong together.
    """
    several = [sides[name] for name in part if not sides[name].lone]
    several = [one for one in several if not one.wide] or several
    if not several:
        return None
    times = [at for one in several for who in one.crowd if (at := seen.get(who)) is not None]
    if len(times) < SEEN_LEAST:
        return min(one.first for one in several), max(one.last for one in several)
    return min(times), max(times)


def _of(wave: Iterable[tuple[float, float, int]], near: list[set[str]]) -> list[set[str]]:
    """Return the parts of a wave."""
    return [near[place] for _, _, place in wave]


def _has_most(site: Side, attacks: Iterable[Set[str]], sides: Mapping[str, Side], share: float = SHARE) -> bool:
    """Tell whether most accounts noted on the site are those of some attacks; of very many, of those that are kept."""
    parts = [sides[name] for attack in attacks for name in attack]
    limit = min([reach(part.finding.crowd, part.finding.alert.accounts_total) for part in (site, *parts)])
    theirs = frozenset[int]().union(*[part.crowd for part in parts])
    noted = [who for who in site.crowd if who < limit]
    return len(theirs.intersection(noted)) > share * len(noted)


def _is_sum(site: Side, seen: Mapping[int, float], known: frozenset[int],
            wave: Iterable[tuple[float, float, int]]) -> bool:  # fmt: skip
    """Tell whether most accounts noted on the site while some attacks went on are `known`, as of these or others."""
    first, last = min(span[0] for span in wave), max(span[1] for span in wave)
    meanwhile = {who for who, at in seen.items() if first <= at <= last} if seen else site.crowd
    return len(meanwhile & known) >= SHARE * len(meanwhile)
