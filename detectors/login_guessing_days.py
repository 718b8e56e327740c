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
HOURS = 24
# A hand tries for an hour or more, and always when its owner has time; what sends by itself keeps to one minute of the
# day, or to none.
BY_HAND_LEAST, BY_HAND_MOST = 3, 8  # hours of the day, and within how many of these all tries of two weeks lie
MOVED_LEAST = 3  # addresses


class Tried(NamedTuple):
    """Addresses and clients that failed on an account on some days, and the number of these days."""

    addresses: int
    clients: int
    days: int


class Evenings(NamedTuple):
    """The device that tried most days so, by hand: from how many addresses, on how many days, within how many hours."""

    addresses: int = 0
    days: int = 0
    hours: int = 0


class DaysState(PlaceState, array_like=True):
    """Adds by day whence and with what attempts failed: pairs of an address and a client (hashes), the smallest.

    `clocks`: by day and device (a hash) in which hours of the day, as bits.
    """

    pairs: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    clocks: dict[int, dict[int, int]] = field(default_factory=dict)

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
        if event.device:
            self._clock(day, pair[1], int(event.time % DAY_S * HOURS // DAY_S))

    def _clock(self, day: int, device: int, hour: int) -> None:
        if day not in self.clocks:
            self.clocks = {at: told for at, told in self.clocks.items() if at >= day - DAYS} | {day: {}}
        told = self.clocks[day]
        told[device] = told.get(device, 0) | 1 << hour
        if len(told) > KEPT:
            del told[max(told)]

    def evenings(self, time: float) -> Evenings:
        """Return on how many of the `DAYS` days until `time` one device tried by hand, from ever new addresses."""
        last = int(time // DAY_S)
        clocks = {day: told for day, told in self.clocks.items() if last - DAYS < day <= last}
        found = [Evenings()]
        for device in sorted(clocks.get(last, ())):
            days = [day for day, told in clocks.items() if device in told]
            addresses = {one for day in days for one, client in self.pairs.get(day, ()) if client == device}
            times = [day * HOURS + hour for day in days for hour in range(HOURS) if clocks[day][device] >> hour & 1]
            hours = sorted({time % HOURS for time in times})
            begins, lasts = spread(hours)
            if len(addresses) >= MOVED_LEAST and len(hours) >= BY_HAND_LEAST and lasts <= BY_HAND_MOST:
                evenings = {(time - begins) // HOURS for time in times}  # midnight, as UTC has it, parts none in two
                found.append(Evenings(len(addresses), len(evenings), lasts))
        return max(found, key=lambda one: one.days)

    def tried(self, time: float) -> Tried:
        """Return what was noted on the `DAYS` days until `time`."""
        last = int(time // DAY_S)
        days = [pairs for day, pairs in self.pairs.items() if last - DAYS < day <= last]
        addresses = {address for pairs in days for address, _ in pairs}
        return Tried(len(addresses), len({client for pairs in days for _, client in pairs}), len(days))


def spread(hours: list[int]) -> tuple[int, int]:
    """Return with which hour of the clock all of these begin, and within how many they lie, over midnight or not.

    >>> spread([0, 20, 21, 23]), spread([3, 9, 15, 21]), spread([4])
    ((20, 5), (3, 19), (4, 1))
    """
    gaps = [((hour - before) % HOURS or HOURS, -hour) for before, hour in zip([hours[-1], *hours], hours, strict=False)]
    gap, first = max(gaps)
    return -first, HOURS + 1 - gap


def on_days(run: Tally) -> str:
    """Say how many addresses there were over the last days, where a day's few are told by these; else ""."""
    if len(run.detail) < 3:
        return ""
    if len(run.detail) > 3:
        addresses, _, days, hours = run.detail[:4]
        return (
            f"On {days} days of the last two weeks one device that never had got in tried one account's password from "
            f"{addresses} addresses or more, all new to it, always within the same {hours} hours of the day, as a hand "
            f"does that knows whom it wants{_fullest(run)}"
        )
    addresses, clients, days = run.detail[:3]
    return (
        f"On {days} days of the last two weeks {addresses} addresses or more, all new to one account, failed to log in "
        f"to it, with {clients} devices or programs, where an owner's clients that go wrong are the same ones each day"
        f"{_fullest(run)}"
    )


def _fullest(run: Tally) -> str:
    return f" ({run.peak:,.0f} addresses or more on the fullest day; usual for a day: {run.usual:.1f})"
