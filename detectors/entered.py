"""Logins where nobody has failed of late: kept as they came, and put into tallies once a failure makes them matter.

Most addresses, and most accounts in a new place, see a login or two and never a failure: a list of two costs a third of
the time and room of tallies. Nothing is held beside a tally, so that whoever looks at tallies finds all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from detectors.tally import Tally
from schemas.event import Event

Entered = list[tuple[float, str]]  # time and account, in order of arrival

HELD_MOST = 32  # more is a busy place, for which tallies are the smaller


class Place(Protocol):
    """What is remembered of an address, or of an account in new places."""

    tallies: dict[int, Tally]
    newest: int
    entered: Entered

    def calm(self) -> bool:
        """Tell whether no failure is within reach."""


def hold(event: Event, bucket: int, place: Place) -> bool:
    """Hold a login where nobody has failed; return False where it must be put into its tally, after those held."""
    if not place.calm() or place.tallies or event.reason is not None or place.entered[HELD_MOST - 1 :]:
        return False
    place.entered.append((event.time, event.subject))
    if bucket > place.newest:  # noqa: PLR1730  # nearly every login comes by here, and `max` takes three times as long
        place.newest = bucket
    return True


def into_tallies(entered: Entered, step_s: float, tallies: dict[int, Tally],
                 name: Callable[[Tally, str, float], None] = Tally.mark) -> None:  # fmt: skip
    """Put what is held into tallies of `step_s` seconds, named there as `name` does, and hold nothing any more."""
    for time, account in entered:
        tally = tallies.setdefault(int(time // step_s), Tally())
        tally.stretch(time)
        name(tally, account, time)
    entered.clear()


def forget(entered: Entered, step_s: float, oldest: int) -> Entered:
    """Return what is held without what would lie in a tally before `oldest`."""
    return [one for one in entered if one[0] // step_s >= oldest]
