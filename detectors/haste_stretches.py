"""Stretches of slots in which attempts come faster than hands can type: repeats on an account, crowds of them."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.haste import FULL, Attempt

CROWD_MOST = 16  # accounts of a stretch beyond which more says no more
HASTY = 1.3  # surprise of a repeated attempt within twelve seconds: one in twenty of people's is a double click
REPEATS_MOST = 16
MISNAMED = 0.3  # further surprise where the name is nobody's: an owner's client retries with a name that was once right
BESIDE, BESIDE_FROM = 1.0, 4  # and where a second account is tried in the midst of so many repeats
FEW = 2  # slots that are looked through at once
STRETCHES = ((2, 2), (4, 4), (10, 5))  # slots, and further accounts in them: sooner than one person tries them


def ends(slots: dict[int, dict[int, int]], slot: int) -> Sequence[int]:
    """Return the last slot of each stretch of two slots that holds `slot` and ends with an attempt."""
    return (slot, slot + 1) if len(slots) > 1 and slot + 1 in slots else (slot,)


def repeats(slots: dict[int, dict[int, int]], end: int, further: Attempt | None = None) -> int:
    """Return how many attempts of the two slots up to `end` are on an account already tried in them."""
    met: set[int] = set()
    total = 0
    for slot in (end - 1, end):
        tried = slots.get(slot)
        if tried:
            if len(tried) > FULL:
                return REPEATS_MOST
            total += sum(tried.values())
            met.update(tried)
    if further is not None and end - 1 <= further.slot <= end:
        total += 1
        met.add(further.account)
    return min(REPEATS_MOST, total - len(met))


def guesses(slots: dict[int, dict[int, int]], end: int, further: Attempt | None = None) -> float:
    """Return the surprise of the repeats in the two slots up to `end`, of names that are nobody's among them too."""
    met: dict[int, int] = {}
    full = False
    for slot in (end - 1, end):
        if slot in slots:
            full = full or len(slots[slot]) > FULL
            for number, times in slots[slot].items():
                met[number] = met[number] + times if number in met else times
    if further is not None and end - 1 <= further.slot <= end:
        met[further.account] = met.get(further.account, 0) + 1
    count = REPEATS_MOST if full else min(REPEATS_MOST, sum(met.values()) - len(met))
    if not count:
        return 0.0
    misnamed = min(REPEATS_MOST, sum([times - 1 for number, times in met.items() if number < 0]))
    return HASTY * count + MISNAMED * misnamed + BESIDE * (count >= BESIDE_FROM and len(met) > 1)


def crowds(slots: dict[int, dict[int, int]], slot: int, further: Attempt | None = None) -> list[tuple[int, int, int]]:
    """Return every stretch around `slot` in which enough accounts were tried: its length, its end, further accounts.

    Cost: next to nothing where few were tried, else about 2 microseconds.
    """
    found: list[tuple[int, int, int]] = []
    if len(slots) <= FEW and sum([len(one) for one in slots.values()]) + (further is not None) <= STRETCHES[0][1]:
        return found  # as most of the time
    later = [number for number in range(slot + 1, slot + STRETCHES[-1][0]) if number in slots]
    for last in (slot, *later):
        met: set[int] = set()
        low, size = last, 0
        for length, least in STRETCHES:
            if size <= CROWD_MOST:  # more say no more
                while low > last - length:
                    if low in slots:
                        met.update(slots[low])
                    if further is not None and low == slot:
                        met.add(further.account)
                    low -= 1
                size = len(met)
            others = (CROWD_MOST if size > CROWD_MOST else size) - 1
            if others >= least and last - slot < length:
                found.append((length, last, others))
    return found
