"""Whether all who flood a place sit in one room: a class in its lesson, or one sender who shows many devices.

A raid is agreed upon elsewhere, and its people come from everywhere. Who sits behind one address with a device each is
mostly a class that was told to write. Whoever has all accounts himself may show a device for each, too: it is told.
"""

from __future__ import annotations

from zlib import crc32

from detectors.tally import Tally
from detectors.ties import devices_of
from detectors.wording import counted
from schemas.event import Event

ROOM = 10  # devices; sixteen are kept
AT, SLOTS = "at", 64  # what stands for an address: two share a slot once in 64, eight nearly never
FEW = 16  # addresses told by number: of more, too many share a slot
LESSON = (
    "Read what they wrote: a class or a course begins so, and then there is nothing to do. If it is abuse, close the "
    "place to newcomers for a while, stop the accounts."
)
FLOOD = "Read what they wrote; close the place to newcomers for a while, stop the accounts."


def note_address(event: Event, tally: Tally) -> None:
    """Note what stands for the address of a post."""
    tally.add(f"{AT}{crc32(event.ip.encode()) % SLOTS if event.ip else '?'}")


def in_one_room(run: Tally) -> bool:
    """Tell whether all came from one address and many devices."""
    return at_one_address(run) and devices_of(run) >= ROOM


def whence(run: Tally) -> str:
    """Say whether all came from one address, and whether many devices sit there."""
    if in_one_room(run):
        return f", all from one address, on {counted(devices_of(run), 'device')} or more, as in a class"
    if at_one_address(run):
        return ", all from one address"
    few = addresses_of(run)
    return f", all from some {few} addresses" if 0 < few <= FEW and 2 * few <= run.peak else ""


def addresses_of(run: Tally) -> int:
    """Return from some how many addresses all posts that are noted came; 0 where not all tell theirs.

    >>> addresses_of(Tally(extra={"at7": 3.0, "at9": 1.0, "texts": 2.0})), addresses_of(Tally(extra={"at?": 1.0}))
    (2, 0)
    """
    places = [name for name in run.extra or () if name[: len(AT)] == AT and name[len(AT) :].isdigit()]
    return 0 if f"{AT}?" in (run.extra or ()) else len(places)


def advice(run: Tally) -> str:
    """Say what to do."""
    return LESSON if in_one_room(run) else FLOOD


def at_one_address(run: Tally) -> bool:
    """Tell whether all posts that are noted came from one address."""
    places = [name for name in run.extra or () if name.startswith(AT)]
    return len(places) == 1 and places[0] != f"{AT}?"
