"""Logins where nobody has failed of late: kept as they came, and put into tallies once a failure makes them matter.

Most addresses, and most accounts in a new place, see a login or two and never a failure: a list of two costs a third of
the time and room of tallies. Nothing is held beside a tally, so that whoever looks at tallies finds all of them.
"""

from __future__ import annotations

from detectors.tally import Tally
from schemas.event import Event

Entered = list[tuple[float, str]]  # time and account, in order of arrival

HELD_MOST = 32  # more is a busy place, for which tallies are the smaller


def hold(event: Event, entered: Entered, tallies: dict[int, Tally]) -> bool:
    """Hold a login; return False where it must be put into its tally, after those that are held."""
    if tallies or event.reason is not None or len(entered) >= HELD_MOST:
        return False
    entered.append((event.time, event.subject))
    return True


def into_tallies(entered: Entered, step_s: float, tallies: dict[int, Tally]) -> None:
    """Put what is held into tallies of `step_s` seconds, and hold nothing any more."""
    for time, account in entered:
        tally = tallies.setdefault(int(time // step_s), Tally())
        tally.stretch(time)
        tally.mark(account, time)
    entered.clear()


def forget(entered: Entered, step_s: float, oldest: int) -> Entered:
    """Return what is held without what would lie in a tally before `oldest`."""
    return [one for one in entered if one[0] // step_s >= oldest]
