"""Entries into accounts of which no past is known, and failures by the place that they came from.

Of such an account nothing is strange. What still tells is that one place failed so often that no owner would have, got
in and took the address of mail within minutes; or took all that protects the account at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from detectors.takeover_changes import SOON_S
from detectors.takeover_entries import CHANGES, SEIZED, Change, Entry

STEP_S = 3600.0
SLOTS = 64  # of addresses, and of devices: what falls into one slot counts together
BROKEN = 3.2  # surprise that an account's own client goes wrong on a day: one in 1,600 does, and fails without end
MANY, ENTERED = 20, 1.0  # so many failures, and in: of people most have given up by then, of clients few are mended
SEEN_S = 3600.0  # used for so long before, it is not being set up just now, whether or not its sign-up was told

# Failures from strange places, by hour, and by slot.
Tried = dict[int, dict[int, int]]


def slots_of(ip: str | None, device: str | None) -> list[int]:
    """Return the slots of an address and of a device."""
    slots = [] if ip is None else [crc32(ip.encode()) % SLOTS]
    return slots if device is None else [*slots, SLOTS + crc32(device.encode()) % SLOTS]


def note(tried: Tried, time: float, ip: str | None, device: str | None) -> None:
    """Count one failure."""
    hour = tried.setdefault(int(time // STEP_S), {})
    for slot in slots_of(ip, device):
        hour[slot] = hour.get(slot, 0) + 1


def own(tried: Tried, entry: Entry) -> int:
    """Return how many of the failures of the day before an entry came from its own address, or its own device."""
    last = int(entry.time // STEP_S)
    hours = [slots for hour, slots in tried.items() if last - 24 < hour <= last]
    return max([sum([hour.get(slot, 0) for hour in hours]) for slot in slots_of(entry.ip, entry.device)], default=0)


def taken(entry: Entry, changes: Iterable[Change], failed: int, *, seen: bool) -> float:
    """Return the surprise of an entry into an account without a past, `failed` from its own place before it.

    `seen`: it was used before. Without a new address of mail, and the second factor or a key besides, within minutes it
    is nothing: whoever mends a client that went wrong, or comes back after a long time, does some of that.
    """
    kinds = {change.kind for change in changes if change.time - entry.time <= SOON_S}.intersection(SEIZED)
    if entry.home or not entry.login or "account.email_changed" not in kinds or len(kinds) < 2:
        return 0.0
    guessed = BROKEN + ENTERED if failed >= MANY else 0.0
    return guessed + sum([CHANGES[kind] for kind in sorted(kinds)]) if seen or guessed else 0.0
