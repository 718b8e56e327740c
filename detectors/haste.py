"""Attempts that follow each other faster than hands can type, told so that a further attempt never makes them slower.

Attempts are put into slots of six seconds, by account. What is asked of a stretch of slots (how many accounts, how many
attempts on accounts already tried in it) only grows as attempts are added, whatever order they come in.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from msgspec import Struct, field

from detectors.window import WindowState

SLOT_S = 6.0
FULL = 32  # accounts in one slot; beyond, they are not told apart: it is a flood


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
