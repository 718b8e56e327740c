"""Who entered, and who was changed, where they had never been: what the fan-out of entries counts."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address

from msgspec import field

from detectors.entered import Entered, hold
from detectors.network import network_of
from detectors.settled_window import SettledState
from detectors.strange import foreign
from detectors.tally import Tally
from schemas.event import NEW_ACCOUNT, NEW_AGENT, Event


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
        for time, account in self.entered:
            tally = self.tallies.setdefault(int(time // step_s), Tally())
            tally.stretch(time)
            tally.account(account, time)
        self.entered.clear()


def away(event: Event) -> bool:
    """Tell whether an account that has been elsewhere does this at a provider new to it, on no device it knows.

    Where no device is told, a browser that the account has used speaks for its owner: one thief in ten has the same.
    """
    owned = event.device is None and event.user_agent is not None and not event.novel & NEW_AGENT
    return not owned and not event.novel & NEW_ACCOUNT and foreign(event)


def entrants(window: Sequence[Tally]) -> set[str]:
    """Return the accounts that logged in."""
    return set().union(*[tally.accounts for tally in window if tally.accounts])


def seized(window: Sequence[Tally]) -> set[str]:
    """Return the accounts that were changed as well."""
    changed: set[str] = set().union(*[tally.members for tally in window])
    return {name for name in changed if any([name in (tally.accounts or ()) for tally in window])}


def provider_of(event: Event) -> str:
    """Return the event's provider: its autonomous system, or the /16 or /32 of its address where none is told.

    A provider's first allocation of IPv6 is a /32 (RIPE-738); a /16 is a rough guess of the same age as its networks.

    >>> provider_of(Event("", "", "", 0.0, ip="203.0.113.77"))
    '203.0.0.0/16'
    """
    if event.asn is not None:
        return f"AS{event.asn}"
    network = network_of(event.ip or "")
    if network.endswith("/24"):
        return f"{'.'.join(network.split('.')[:2])}.0.0/16"
    if network.endswith("/48"):
        return f"{IPv6Address(int(IPv6Address(network[:-3])) >> 96 << 96)}/32"
    return network
