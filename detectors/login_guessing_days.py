"""From how many places and with how many clients, all new to it, an account was tried on each of the last days."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import field

from detectors.account_places import PlaceState
from detectors.key_places import named
from detectors.recurrence import DAY_S
from schemas.event import NEW_ACCOUNT, NEW_AGENT, Event

DAYS = 14  # who guesses a few times a day does so for weeks
KEPT = 16  # addresses, and clients, of a day: more a day is told within it


class Tried(NamedTuple):
    """Addresses and clients that failed on an account on some days, and the number of these days."""

    addresses: int
    clients: int
    days: int


class DaysState(PlaceState, array_like=True):
    """Adds by day the addresses and the clients (hashes, the smallest) of failures from strange places."""

    addresses: dict[int, tuple[int, ...]] = field(default_factory=dict)
    clients: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def tries(self, event: Event) -> None:
        """Note from where and with what a failure came."""
        day = int(event.time // DAY_S)
        for kept, name in ((self.addresses, event.ip), (self.clients, client_of(event))):
            if name and (number := named(name)) not in (known := kept.get(day, ())):
                kept[day] = tuple(sorted((*known, number))[:KEPT])

    def tried(self, time: float, further: Event | None) -> Tried:
        """Return what was noted on the `DAYS` days until `time`, and with one failure more where told."""
        last = int(time // DAY_S)
        days = {day for day in self.addresses if last - DAYS < day <= last}
        addresses = {number for day in days for number in self.addresses[day]}
        clients = {number for day in days for number in self.clients.get(day, ())}
        if further is not None:
            days.add(last)
            addresses.update([named(further.ip)] if further.ip else [])
            clients.update([named(name)] if (name := client_of(further)) else [])
        return Tried(len(addresses), len(clients), len(days))

    def forget(self, time: float, bucket: int) -> None:
        """As in the base; drop the days that no later window asks for."""
        super().forget(time, bucket)
        first = int(time // DAY_S) - DAYS - 1
        if self.addresses and min(self.addresses) < first:
            self.addresses = {day: kept for day, kept in self.addresses.items() if day >= first}
            self.clients = {day: kept for day, kept in self.clients.items() if day >= first}


def client_of(event: Event) -> str | None:
    """Return with what an attempt was made, as far as that is new to the account: a device, or else a program."""
    return event.device or (event.user_agent if event.novel & (NEW_AGENT | NEW_ACCOUNT) else None)
