"""Attempts that follow each other faster than hands can type, told so that a further attempt never makes them slower.

Attempts are put into slots of six seconds, by account. What is asked of a stretch of slots (how many accounts, how many
attempts on accounts already tried in it) only grows as attempts are added, whatever order they come in.
"""

from __future__ import annotations

from collections.abc import Iterator
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

    def hasten(self, bucket: int, surprise: float) -> None:
        """Keep a bucket's largest surprise."""
        if surprise > self.hasty.get(bucket, 0.0):
            self.hasty[bucket] = surprise

    def haste(self, end: int, steps: int) -> float:
        """Return the largest surprise in the window that ends with bucket `end`."""
        if not self.hasty:
            return 0.0
        return max([value for bucket, value in self.hasty.items() if end - steps < bucket <= end], default=0.0)

    def forget(self, time: float, bucket: int) -> None:
        """Drop the slots before `time` and the buckets before `bucket`."""
        if self.slots:
            slot = int(time // SLOT_S)
            self.slots = {number: tried for number, tried in self.slots.items() if number >= slot}
        if self.hasty:
            self.hasty = {number: value for number, value in self.hasty.items() if number >= bucket}


class Attempt(Struct, gc=False):
    """An attempt, noted or to be thought of as noted already: its slot and the hash of its account (`hash_of`)."""

    slot: int
    account: int


def attempt_of(time: float, name: str, *, nobody: bool = False) -> Attempt:
    """Return the attempt on an account at a time."""
    return Attempt(int(time // SLOT_S), hash_of(name, nobody=nobody))


def hash_of(name: str, *, nobody: bool = False) -> int:
    """Return a name's hash: 32 bits, negative where the name is nobody's."""
    number = crc32(name.encode())
    return -1 - number if nobody else number


def bucket_of(slot: int, step_s: float) -> int:
    """Return the bucket in which a slot ends: no attempt of the slot lies in a later one."""
    return int((slot * SLOT_S + SLOT_S - 1e-3) // step_s)


def ends(slots: dict[int, dict[int, int]], slot: int, length: int) -> Iterator[int]:
    """Yield the last slot of every stretch of `length` slots that holds `slot` and ends with an attempt."""
    yield slot
    if len(slots) > 1:
        yield from (end for end in range(slot + 1, slot + length) if end in slots)


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
    count = repeats(slots, end, further)
    if not count:
        return 0.0
    met: dict[int, int] = {}
    for slot in (end - 1, end):
        for number, times in slots.get(slot, {}).items():
            met[number] = met.get(number, 0) + times
    if further is not None and end - 1 <= further.slot <= end:
        met[further.account] = met.get(further.account, 0) + 1
    misnamed = min(REPEATS_MOST, sum(times - 1 for number, times in met.items() if number < 0))
    return HASTY * count + MISNAMED * misnamed + BESIDE * (count >= BESIDE_FROM and len(met) > 1)


def crowds(slots: dict[int, dict[int, int]], slot: int, further: Attempt | None = None) -> list[tuple[int, int, int]]:
    """Return every stretch around `slot` in which enough accounts were tried: its length, its end, further accounts.

    Cost: next to nothing where few were tried, else about 3 microseconds.
    """
    found: list[tuple[int, int, int]] = []
    if len(slots) <= FEW and sum([len(one) for one in slots.values()]) + (further is not None) <= STRETCHES[0][1]:
        return found  # as most of the time
    reach = STRETCHES[-1][0]
    near = [number for number in range(slot - reach + 1, slot + reach) if number in slots]
    if sum([len(slots[number]) for number in near]) + (further is not None) <= STRETCHES[0][1]:
        return found  # or all the others are long ago
    later = [number for number in near if number > slot]
    for last in (slot, *later):
        met: set[int] = set()
        low = last
        for length, least in STRETCHES:
            while low > last - length:
                if (names := slots.get(low)) is not None:
                    met.update(names)
                if further is not None and low == slot:
                    met.add(further.account)
                low -= 1
            others = min(len(met), CROWD_MOST) - 1
            if others >= least and last - slot < length:
                found.append((length, last, others))
    return found
