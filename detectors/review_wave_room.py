"""Whether all who come to review one thing sit in one room: a book club's evening, or one who has many old accounts.

Praise that is paid for, and a bombing, come from everywhere, or from accounts that were made for it. People who have
been here for longer than a week, at one address with a device each, mostly met there. Who has as many old accounts may
show a device for each, too: hence it is told.
"""

from __future__ import annotations

from zlib import crc32

from detectors.raid_room import ROOM, at_one_address, note_address
from detectors.tally import Tally
from schemas.event import Event

OLD = "of_longer"  # among a tally's sums: first reviews by accounts that are known to be older
ON, SLOTS = "on", 64  # what stands for a device: of a score that differ 17 slots are seen
SAID = " All came from one address, with a device each, and had signed up longer ago than within the week."
ADVICE = (
    "Read a few: a club that meets, or a class, reviews so. Hold them if all say the same, or none knows the thing."
)


def note(event: Event, tally: Tally) -> None:
    """Count a first review by an account that is known to be older."""
    note_address(event, tally)
    tally.add(OLD)
    if event.device:
        tally.add(f"{ON}{crc32(event.device.encode()) % SLOTS}")


def is_room(run: Tally) -> bool:
    """Tell whether all who have just begun to post are at one address, on many devices, and known to be older."""
    sums = run.extra or {}
    devices = sum([name.startswith(ON) for name in sums])
    return devices >= ROOM and at_one_address(run) and sums.get(OLD, 0.0) >= run.distinct()
