"""Who entered, and who was changed, where they had never been: what the fan-out of entries counts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import field

from detectors.entered import Entered, hold, into_tallies
from detectors.settled_window import SettledState
from detectors.strange import familiar, foreign
from detectors.tally import Tally
from schemas.event import NEW_ACCOUNT, Event


class EntriesState(SettledState, array_like=True):
    """Adds the logins where nothing has been changed of late, as they came."""

    entered: Entered = field(default_factory=list)

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
                found.account(account, time)
        return found

    def put_held(self, step_s: float) -> None:
        """Put who is held into tallies."""
        into_tallies(self.entered, step_s, self.tallies, Tally.account)


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
    return {name for name in changed if any([name in (tally.accounts or ()) for tally in window])}
