"""Who was entered by an attack's provider or program, or from its countries: honest attempts seldom come so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from detectors.first_times import unite
from detectors.login_kit import CHANCE_MOST, COMMON_LEAST, COUNTRY, PROVIDER, asked_of, said, share_of
from detectors.tally import Tally

PAST = "~h"  # begins how often each came with honest attempts before
# 2026-11: proxies in the homes of many countries have neither provider nor program in common, but a site's people are
# of one or a few countries. One speaks from which failures come so many times as often as honest attempts do. One
# account alone may be a traveller's: a country is large.
RARER, MOST, FAR_LEAST = 20.0, 0.5, 2
Came = tuple[str, list[str], str, float]  # see `_carried`


class ByKit(NamedTuple):
    """Accounts entered with what failures have in common: when; how many come so by chance, at most; what it is."""

    entered: dict[str, float]
    chance: float
    common: str


def by_kit(run: Tally) -> ByKit:
    """Return who was entered by the failures' provider, by their program, or by both: where hardly any is by chance.

    Where nothing of these tells, from the countries that failures come from and honest attempts hardly ever do.
    """
    asked, came = asked_of(run), _carried(run)
    ways = [({kind: common}, _entered_by(run, came, {kind: common})) for kind, common in asked.items()]
    sure = [way for way in ways if _is_sure(*way[1])]
    if not sure and len(asked) > 1 and _is_sure(*(both := _entered_by(run, came, asked))):
        sure = [(asked, both)]
    if not sure and (far := _far(run, came)):
        abroad = _entered_by(run, came, {COUNTRY: far})
        sure = [({COUNTRY: far}, abroad)] if _is_sure(*abroad) and len(abroad[0]) >= FAR_LEAST else []
    entered: dict[str, float] = {}
    for _, (found, _) in sure:
        unite(entered, found)
    return ByKit(entered, max([chance for _, (_, chance) in sure], default=0.0), said(run, [kit for kit, _ in sure]))


def _far(run: Tally, came: Iterable[Came]) -> set[str]:
    """Return the countries of most failures, as far as honest attempts hardly ever come from there; none without."""
    had = [thing for known, things, _, _ in came if COUNTRY in known for thing in things if thing.startswith(COUNTRY)]
    honest = past_of(run, COUNTRY)
    for thing in had:
        honest[thing] = honest.get(thing, 0.0) + 1.0
    every = sum(honest.values()) + 1
    far = {
        name
        for name, times in (run.extra or {}).items()
        if name.startswith(COUNTRY)
        and times >= COMMON_LEAST
        and times * every >= RARER * (honest.get(name, 0.0) + 1) * run.n
    }
    return far if share_of(run, far) > MOST else set()


def _is_sure(found: Mapping[str, float], chance: float) -> bool:
    return bool(found) and chance <= CHANCE_MOST * len(found)


def _carried(run: Tally) -> list[Came]:
    """Return what accounts came with: what of it each has had, all of it, whose it is, and when."""
    found = list[Came]()
    for told, time in (run.carried or {}).items():
        parts, _, name = told.partition("  ")
        known, *things = parts.split(" ")
        found.append((known, things, name, time))
    return found


def _entered_by(run: Tally, carried: Iterable[Came], asked: Mapping[str, set[str]]) -> tuple[dict[str, float], float]:
    """Return the accounts entered by common things new to them: when; and how many would come so by chance.

    How usual such are tell failures of accounts where they have been, entries from new addresses by a provider
    (program) that the account knows, and what came before (`with_past`). As many of the others are by the common one by
    chance, and one more, as few are known.
    """
    found, others, had = dict[str, float](), set[str](), dict[str, list[bool]]({kind: [] for kind in asked})
    for known, things, name, time in carried:
        new, shares_all = False, True
        if not all([any([thing.startswith(kind) for thing in things]) for kind in asked]):
            continue  # it is not told what it came with
        for kind, common in asked.items():
            shares = not common.isdisjoint(things)
            shares_all = shares_all and shares
            if kind in known:
                had[kind].append(shares)
            else:
                new = True
        if new and shares_all:
            found[name] = min(time, found.get(name, time))
        elif new:
            others.add(name)
    return found, len(others - found.keys()) * min([_odds(run, had[kind], common) for kind, common in asked.items()])


def with_past(run: Tally, known: Mapping[str, float]) -> Tally:
    """Return a run that tells how often each provider and program came with honest attempts before."""
    return replace(run, extra={**(run.extra or {}), **{f"{PAST}{name}": times for name, times in known.items()}})


def past_of(run: Tally, kind: str) -> dict[str, float]:
    """Return how often each provider (program, country) came with honest attempts before (`with_past`)."""
    return {
        name.removeprefix(PAST): times for name, times in (run.extra or {}).items() if name.startswith(f"{PAST}{kind}")
    }


def _odds(run: Tally, had: Sequence[bool], common: Iterable[str]) -> float:
    """Return how many honest attempts have one of the common providers (programs) to one that has none."""
    past = past_of(run, next(iter(common), PROVIDER)[: len(PROVIDER)])
    shared = sum(had) + sum([past.get(name, 0.0) for name in common])
    every = len(had) + sum(past.values())
    return (shared + 1) / (every + 1 - shared)
