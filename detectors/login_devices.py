"""The few devices that a list is tried with, and who got in on another: customers of the place, none of its entries.

On six made-up products two lists were tried with one and with six devices, and all eleven entries were on these. Where
a list has a new device for each account, or none, nothing is told by it: nor by attempts of which some tell none.
"""

from __future__ import annotations

from zlib import crc32

from detectors.counts import MARKED_KEPT
from detectors.tally import Tally
from schemas.event import Event

UNTOLD = "-"
EACH_LEAST = 4  # accounts a device: a household's or an office's own machine fails on one or two


def note_tried(event: Event, tally: Tally) -> None:
    """Note what failed."""
    tally.stranger(_code(event.device) if event.device else UNTOLD, event.time)


def entry_of(event: Event) -> str:
    """Return on what somebody got in, and who: a blank between, nothing before it where no device is told."""
    return f"{_code(event.device) if event.device else ''} {event.subject}"


def note_entered(told: str, tally: Tally, time: float) -> str:
    """Note an entry (`entry_of`); return who it was."""
    device, _, name = told.partition(" ")
    if device:
        tally.carry(told, time)
    return name


def elsewhere(run: Tally, accounts: int) -> set[str]:
    """Return who got in on devices that failed on none of so many `accounts`, where a list has few devices."""
    tried = run.strangers or {}
    if not tried or UNTOLD in tried or len(tried) >= MARKED_KEPT or EACH_LEAST * len(tried) > accounts:
        return set()
    came: dict[bool, set[str]] = {True: set(), False: set()}
    for told in run.carried or ():
        device, _, name = told.partition(" ")
        came[device in tried].add(name)
    return came[False] - came[True]


def _code(device: str) -> str:
    return f"{crc32(device.encode()):x}"
