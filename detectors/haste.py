"""Attempts that follow each other faster than hands can type, told so that a further attempt never makes them slower.

Attempts are put into slots of six seconds, by account. What is asked of a stretch of slots (how many accounts, how many
attempts on accounts already tried in it) only grows as attempts are added, whatever order they come in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from msgspec import Struct, field

from detectors.window import WindowState

SLOT_S = 6.0
FULL = 32  # accounts in one slot; beyond, they are not told apart: it is a flood
CROWD_MOST = 16  # accounts of a stretch beyond which more says no more
HASTY = 1.3  # surprise of a repeated attempt within twelve seconds: one in twenty of people's is a double click
REPEATS_MOST = 16
MISNAMED = 0.3  # further surprise where the name is nobody's: an owner's client retries with a name that was once right
BESIDE, BESIDE_FROM = 1.0, 4  # and where a second account is tried in the midst of so many repeats
FEW = 2  # slots that are looked through at once
STRETCHES = ((2, 2), (4, 4), (10, 5))  # slots, and further accounts in them: sooner than one person tries them


class HasteState(WindowState, array_like=True):
    """Adds recent attempts (slot -> hash of the account -> how many), and the surprise of their haste by bucket."""

    slots: dict[int, dict[int, int]] = field(default_factory=dict)
    hasty: dict[int, float] = field(default_factory=dict)

    def calm(self) -> bool:
        """Tell whether no failure is within reach."""
        return not (self.peaks or self.hasty)

    def note(self, attempt: Attempt) -> None:
        """Note an attempt."""
        slot, number = self.slots.get(attempt.slot), attempt.account
        if slot is None:
            self.slots[attempt.slot] = {number: 1}
        elif number in slot or len(slot) <= FULL:
            slot[number] = slot.get(number, 0) + 1

    def hasten(self, bucket: int, surprise: float) -> bool:
        """Keep a bucket's largest surprise; tell whether this is one."""
        if surprise > self.hasty.get(bucket, 0.0):
            self.hasty[bucket] = surprise
            return True
        return False

    def haste(self, end: int, steps: int) -> float:
        """Return the largest surprise in the window that ends with bucket `end`."""
        most, low = 0.0, end - steps
        for bucket, value in self.hasty.items():
            if value > most and low < bucket <= end:
                most = value
        return most

    def forget(self, time: float, bucket: int) -> None:
        """Drop the slots before `time` and the buckets before `bucket`."""
        if self.slots and min(self.slots) < (slot := int(time // SLOT_S)):
            self.slots = {number: tried for number, tried in self.slots.items() if number >= slot}
        if self.hasty and min(self.hasty) < bucket:
            self.hasty = {number: value for number, value in self.hasty.items() if number >= bucket}


class Attempt(Struct, gc=False):
    """An attempt, noted or to be thought of as noted already: its slot and the hash of its account (`hash_of`)."""

    slot: int
    account: int


def attempt_of(time: float, name: str, *, nobody: bool = False) -> Attempt:
    """Return the attempt on an account at a time."""
    return Attempt(int(time // SLOT_S), hash_of(name, nobody=nobody))


@lru_cache(1 << 14)  # several detectors ask for the same account, one after the other
def hash_of(name: str, *, nobody: bool = False) -> int:
    """Return a name's hash: 32 bits, negative where the name is nobody's."""
    number = crc32(name.encode())
    return -1 - number if nobody else number


def bucket_of(slot: int, step_s: float) -> int:
    """Return the bucket in which a slot ends: no attempt of the slot lies in a later one."""
    return int((slot * SLOT_S + SLOT_S - 1e-3) // step_s)


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
