"""Who entered, and who was changed, where they had never been: what the fan-out of entries counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import field

from detectors.entered import Entered, hold, into_tallies
from detectors.habits import DAY_S
from detectors.settled_window import SettledState
from detectors.strange import familiar, foreign
from detectors.tally import Tally
from schemas.event import NEW_ACCOUNT, Event

PRACTICE_DAYS = 5  # with a change there: a working week; fewer are one thief's good days
RECENT_DAYS = 3  # not counted: an attack that goes on must not make its own history
DAYS_KEPT = 32
CALM, ACCUSED = 1, -1


class EntriesState(SettledState, array_like=True):
    """Adds the logins where nothing has been changed of late, as they came, and the days on which anything was."""

    held_as: ClassVar[Callable[[Tally, str, float], None]] = Tally.account  # what who is held is named as
    entered: Entered = field(default_factory=list)
    days: dict[int, int] = field(default_factory=dict)  # CALM, or ACCUSED where a window with something of it was hot

    def practise(self, time: float) -> None:
        """Note the day of a change."""
        day = int(time // DAY_S)
        if day not in self.days:
            self.days[day] = CALM
            while len(self.days) > DAYS_KEPT:
                del self.days[min(self.days)]

    def accuse(self, low: float, end: float) -> None:
        """Let the days of a hot window, from time `low` to `end`, speak for nobody."""
        for day in range(int(low // DAY_S), int(end // DAY_S) + 1):
            if day in self.days:
                self.days[day] = ACCUSED

    def practised(self, time: float) -> bool:
        """Tell whether it has long been this place's habit that accounts enter and change, and nothing came of it."""
        before = time // DAY_S - RECENT_DAYS
        return sum([said == CALM and day < before for day, said in self.days.items()]) >= PRACTICE_DAYS

    def calm(self) -> bool:
        """Tell whether nothing was changed of late."""
        return not self.tallies

    def holds(self, event: Event, bucket: int) -> bool:
        """Tell whether a login could be held as it came."""
        return hold(event, bucket, self)

    def touched(self, account: str) -> bool:
        """Tell whether an account was changed of late."""
        return any([account in tally.members for tally in self.tallies.values()])

    def held(self, low: int, end: int, step_s: float) -> Tally:
        """Return who is held from after bucket `low` to `end`."""
        found = Tally()
        for time, account in self.entered:
            if low < time // step_s <= end:
                type(self).held_as(found, account, time)
        return found

    def put_held(self, step_s: float) -> None:
        """Put who is held into tallies."""
        into_tallies(self.entered, step_s, self.tallies, type(self).held_as)


def away(event: Event) -> bool:
    """Tell whether an account that has been elsewhere does this at a provider new to it, on no device it knows.

    Where no device is told, a browser that the account has used speaks for its owner: one thief in ten has the same.
    """
    return not event.novel & NEW_ACCOUNT and foreign(event) and not familiar(event)


def entrants(window: Sequence[Tally]) -> set[str]:
    """Return the accounts that logged in."""
    return set().union(*[tally.accounts for tally in window if tally.accounts])


def seized(window: Sequence[Tally]) -> set[str]:
    """Return the accounts that were changed as well."""
    changed: set[str] = set().union(*[tally.members for tally in window])
    return changed & entrants(window)
