"""Accounts that pay several times in a few minutes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.tally import Tally

SPELL_S = 900.0  # two payments within: who enters an account spends while it lasts


class Spenders(NamedTuple):
    """How many accounts count, these accounts, and what they paid in all."""

    number: int = 0
    names: frozenset[str] = frozenset()
    payments: int = 0


def spenders(window: Iterable[Tally]) -> Spenders:
    """Return those that paid twice or more in such a time; those with one card in common, as a firm has, count once."""
    times: dict[str, list[float]] = {}
    cards: dict[str, str] = {}
    for tally in window:
        for told, time in (tally.strangers or {}).items():
            name, card, _ = told.split(PARTED, 2)
            times.setdefault(name, []).append(time)
            cards[name] = min(card or name, cards.get(name, card or name))
    names = frozenset(name for name, paid in times.items() if _at_once(paid))
    return Spenders(len({cards[name] for name in names}), names, sum([len(times[name]) for name in names]))


def _at_once(paid: list[float]) -> bool:
    return any([later - sooner <= SPELL_S for sooner, later in pairwise(sorted(paid))])
