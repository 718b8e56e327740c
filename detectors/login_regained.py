"""Resets of a password by whoever had failed to log in: in most cases an owner who had forgotten it.

Anybody may ask for a reset, and who holds the mailbox may use it: so what follows is told less gravely, and never left
untold. Not where the reset came from elsewhere than any attempt: then it may be the owner's, and the entry a thief's.
"""

from __future__ import annotations

from collections.abc import Iterable

from detectors.first_times import NEVER
from detectors.takeover_changes import BEFORE_S
from detectors.tally import Tally
from schemas.event import Event

Reset = tuple[float, str, str]  # its time, and the places it came from, as `Tally.ties` names them

RESETS_KEPT = 8  # of an account's last days


def keep_reset(resets: list[Reset], event: Event) -> None:
    """Remember a reset that names its place."""
    one = event.time, f"ip:{event.ip or ''}", f"device:{event.device or ''}"
    if (event.ip or event.device) and one not in resets:
        resets.append(one)
        resets.sort()
        del resets[:-RESETS_KEPT]


def regained(run: Tally, resets: Iterable[Reset]) -> bool:
    """Tell whether whoever got in after failures did so within an hour of a reset from where some of them came."""
    failed = min(run.members.values(), default=NEVER)
    known = [time for time, *places in resets if any([(run.ties or {}).get(one, NEVER) < time for one in places])]
    entries = [entry for entry in (run.marked or {}).values() if entry > failed]
    return bool(entries) and all([any([0.0 < entry - time <= BEFORE_S for time in known]) for entry in entries])
