"""Resets of a password by whoever had failed to log in: in most cases an owner who had forgotten it.

Anybody may ask for a reset, and who holds the mailbox may use it: so what follows is told less gravely, and never left
untold. Not where the reset came from elsewhere than any attempt: then it may be the owner's, and the entry a thief's.
"""

from __future__ import annotations

from detectors.first_times import NEVER
from detectors.takeover_changes import BEFORE_S
from detectors.tally import Tally
from detectors.ties import places_of
from schemas.event import Event

PARTED = " "  # between a reset's time and its places


def note_reset(event: Event, tally: Tally) -> None:
    """Note a reset that names its place."""
    tally.stretch(event.time)
    if places := places_of(event):
        tally.carry(PARTED.join([f"{event.time}", *places]), event.time)


def regained(run: Tally) -> bool:
    """Tell whether whoever got in after failures did so within an hour of a reset from where some of them came."""
    failed, ties = min(run.members.values(), default=NEVER), run.ties or {}
    resets = [time for name, time in (run.carried or {}).items()
              if any([ties.get(place, NEVER) < time for place in name.split(PARTED)[1:]])]  # fmt: skip
    entries = [entry for entry in (run.marked or {}).values() if entry > failed]
    return bool(entries) and all([any([0.0 < entry - time <= BEFORE_S for time in resets]) for entry in entries])
