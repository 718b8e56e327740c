"""From how many places and with how many clients, all new to it, an account was tried on each of the last days."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import field

from detectors.account_places import PlaceState
from detectors.key_places import named
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from schemas.event import NEW_AGENT, Event

DAYS = 14  # who guesses a few times a day does so for weeks
KEPT = 16  # of a day: more a day is told within it


class Tried(NamedTuple):
    """Addresses and clients that failed on an account on some days, and the number of these days."""

    addresses: int
    clients: int
    days: int


class DaysState(PlaceState, array_like=True):
    """Adds by day whence and with what attempts failed: pairs of an address and a client (hashes), the smallest."""

    pairs: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def tries(self, event: Event) -> None:
        """Note from where, and with which device, or else new program, a failure came; where both are told."""
        client = event.device or (event.user_agent if event.novel & NEW_AGENT else None)
        if not client or not event.ip:
            return
        day, pair = int(event.time // DAY_S), (named(event.ip), named(client))
        if day not in self.pairs:  # no later window asks for what is so long ago
            self.pairs = {at: pairs for at, pairs in self.pairs.items() if at >= day - DAYS} | {day: (pair,)}
        elif pair not in self.pairs[day]:
            self.pairs[day] = tuple(sorted((*self.pairs[day], pair))[:KEPT])

    def tried(self, time: float) -> Tried:
        """Return what was noted on the `DAYS` days until `time`."""
        last = int(time // DAY_S)
        days = [pairs for day, pairs in self.pairs.items() if last - DAYS < day <= last]
        addresses = {address for pairs in days for address, _ in pairs}
        return Tried(len(addresses), len({client for pairs in days for _, client in pairs}), len(days))


def on_days(run: Tally) -> str:
    """Say how many addresses there were over the last days, where a day's few are told by these."""
    if len(run.detail) < 3:
        return ""
    addresses, clients, days = run.detail[:3]
    return (
        f"; on {days} days of the last two weeks together {addresses} addresses or more, with {clients} devices or "
        "programs, where an owner's clients that go wrong are the same ones each day"
    )
