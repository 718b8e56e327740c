"""Who is tried at one address as often as hardly anybody tries himself: guessing by hand on several accounts.

2026-11: of 8,483 accounts that failed on a day at an address new to them, on 25 made-up products, 2 in 100 did so in
six stretches of six seconds or more; at no honest address were more than three such, and no more than one where six
accounts or more failed. Thieves who guess by hand had five and eight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from detectors.haste import SLOT_S, hash_of
from detectors.surprise import gamma_poisson

EACH = 6  # attempts of an account, each in another slot: most sites lock it after five
SHARE = 0.05  # of the accounts that honestly fail at a place, twice what was seen

Slots = Mapping[int, Mapping[int, int]]


def persists(slots: Slots, name: str) -> bool:
    """Tell whether an account is tried so often among all the slots that are kept.

    >>> persists({slot: {hash_of("ann"): 1} for slot in range(6)}, "ann"), persists({1: {hash_of("ann"): 9}}, "ann")
    (True, False)
    """
    if len(slots) < EACH:
        return False
    number = hash_of(name)
    return sum([number in slot for slot in slots.values()]) >= EACH


def dogged(slots: Slots, start_s: float, end_s: float) -> int:
    """Return how many accounts are tried so often from `start_s` to before `end_s`; names of nobody are none.

    >>> tries = {slot: {hash_of(name): 1 for name in ("ann", "bob")} for slot in range(6)} | {9: {-1: 1}}
    >>> dogged(tries, 0.0, 60.0), dogged(tries, 6.0, 60.0)
    (2, 0)
    """
    if len(slots) < EACH:
        return 0
    low, high = int(start_s // SLOT_S), int(end_s // SLOT_S)
    tried = Counter([number for slot, found in slots.items() if low <= slot < high for number in found if number >= 0])
    return sum([times >= EACH for times in tried.values()])


def surprise_of(number: int, past: tuple[float, float]) -> float:
    """Return the surprise of so many, by what the place's `past` lets one expect to fail (shape, rate); >= 0."""
    shape, rate = past
    return gamma_poisson(number - 1, shape, rate / SHARE) if number > 1 else 0.0
