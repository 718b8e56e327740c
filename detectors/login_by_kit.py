"""Who was entered by an attack's provider or program, going by how seldom honest attempts come with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from detectors.first_times import unite
from detectors.login_kit import CHANCE_MOST, PROVIDER, asked_of, said
from detectors.tally import Tally

PAST = "~h"  # begins how often each came with honest attempts before
Came = tuple[str, list[str], str, float]  # see `_carried`


class ByKit(NamedTuple):
    """Accounts entered with what failures have in common: when; how many come so by chance, at most; what it is."""

    entered: dict[str, float]
    chance: float
    common: str


def by_kit(run: Tally) -> ByKit:
    """Return who was entered by the failures' provider, by their program, or by both: where hardly any is by chance."""
    asked, came = asked_of(run), _carried(run)
    ways = [({kind: common}, _entered_by(run, came, {kind: common})) for kind, common in asked.items()]
    sure = [way for way in ways if _is_sure(*way[1])]
    if not sure and len(asked) > 1 and _is_sure(*(both := _entered_by(run, came, asked))):
        sure = [(asked, both)]
    entered: dict[str, float] = {}
    for _, (found, _) in sure:
        unite(entered, found)
    return ByKit(entered, max([chance for _, (_, chance) in sure], default=0.0), said(run, [kit for kit, _ in sure]))


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


def _odds(run: Tally, had: Sequence[bool], common: Iterable[str]) -> float:
    """Return how many honest attempts have one of the common providers (programs) to one that has none."""
    kind, past = next(iter(common), PROVIDER)[: len(PROVIDER)], run.extra or {}
    shared = sum(had) + sum([past.get(f"{PAST}{name}", 0.0) for name in common])
    every = len(had) + sum([times for name, times in past.items() if name.startswith(f"{PAST}{kind}")])
    return (shared + 1) / (every + 1 - shared)
