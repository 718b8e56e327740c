"""Newcomers of one provider, all at one pace, at many times what any newcomer ever made, day after day: a program.

Who shares an address, as a class or an office does, and a provider that is known, may be told here: people differ in
their pace, and none does in the same time five times as much as the fullest of all before.
"""

from __future__ import annotations

from math import log10
from statistics import median
from typing import NamedTuple

from detectors.recurrence import FOLD
from detectors.surprise import binomial
from detectors.usage_alike_group import MOSTLY, is_near
from detectors.usage_newcomers_found import ACCOUNTS_LEAST, Group, Told, accuse_of, acts, at, made, over
from detectors.usage_newcomers_state import UseState, day_of

PACED = 2  # in a detail, where others have whether the provider is new (0, 1)


class Paced(NamedTuple):
    """Those of a provider in a step, and which of them were so on an earlier day, too, and how surprising that is."""

    group: Group
    again: Group
    surprise: float


def paced_in(state: UseState, step: int, kind: str) -> dict[str, Paced]:
    """Return by provider who went at one pace beyond what any newcomer had made; nobody where others did so, too."""
    heavy, found, day = over(state, step, kind), dict[str, Paced](), day_of(step)
    beyond = _beyond(state, step, kind, heavy)
    providers = sorted({place for used in beyond.values() for place in used.at.values()})
    for provider in providers:
        group = _at_one_pace(at(beyond, provider))
        if len(group) < ACCOUNTS_LEAST or 2 * len(group) < len(heavy):
            continue
        again = {name: used for name, used in group.items() if state.paced.get(name, day) < day}
        here = sum([kind in used.made and provider in used.at.values() for used in state.made[step].values()])
        share = 0.5 / (state.limit(day_of(step), kind).known + 1)
        surprise = binomial(here, len(again), share) - log10(len(providers)) if len(again) >= ACCOUNTS_LEAST else 0.0
        found[provider] = Paced(group, again, surprise)
    return found


def _beyond(state: UseState, step: int, kind: str, heavy: Group) -> Group:
    """Return who made many times what any newcomer made, one by one and without a key, and was given it.

    Compared are the days before an account began so: what its like did since, for a part of a step, would make its own
    usual.
    """
    acting = {name: used for name, used in heavy.items() if acts(used, kind)}
    began = {name: state.paced.get(name, day_of(step)) for name in acting}
    most = {day: state.most(day, kind)[0] for day in set(began.values())}
    return {name: used for name, used in acting.items() if used.made[kind] >= FOLD * most[began[name]]}


def _at_one_pace(group: Group) -> Group:
    """Return those whose events come as fast as most of the group's do; nobody where each has a pace of its own."""
    gaps = {name: (used.last - used.first) / max(used.n - 1, 1) for name, used in group.items()}
    middle = median(gaps.values() or [0.0])
    alike = {name: used for name, used in group.items() if is_near(gaps[name], middle)}
    return alike if len(alike) >= MOSTLY * len(group) else {}


def accuse_paced(state: UseState, step: int, kind: str, provider: str, paced: Paced) -> Group:
    """Make the step hot with those of one provider who did so on an earlier day, too; return them."""
    most, known = max([state.most(state.paced[name], kind) for name in paced.again])
    told = Told(paced.surprise, known, most, (PACED, 0, int(made(paced.again, kind))))
    accuse_of(state.tallies[step], paced.again, kind, provider, told)
    return paced.again


def note_paced(state: UseState, step: int, names: set[str]) -> None:
    """Remember since when accounts go at a program's pace."""
    for name in sorted(names):
        state.paced.setdefault(name, day_of(step))
