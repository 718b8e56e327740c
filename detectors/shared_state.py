"""What is remembered of four weeks of a rare thing that accounts do, by what it was done with: who shares that."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from detectors.base import State
from detectors.by_time import since
from detectors.network import network_of
from detectors.recurrence import DAY_S
from detectors.steps import HOUR_S
from schemas.event import Event

WINDOW_DAYS = 28  # patient thieves take one account every three days
KEPT = 256  # such deeds of a day, the first by what is shared and account


class Deed(Struct, array_like=True, frozen=True):
    """That an account did so for the first time of a day: in which event, from which network, on which device.

    `known`: something was known of the account before; of a payment on a lodger's device, that it was used meanwhile.
    """

    time: float
    event_id: str
    network: str
    device: str
    known: bool = True


Pair = tuple[str, str]  # what is shared, and an account
Found = dict[str, dict[str, Deed]]  # by what is shared and account


def deed_of(event: Event, *, known: bool = True) -> Deed:
    """Return what is kept of an event."""
    return Deed(event.time, event.id, network_of(event.ip or ""), event.device or "", known)


class SharedState(State, array_like=True):
    """`days`: by day, and by what is shared and account, such deeds."""

    days: dict[int, dict[Pair, Deed]] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def put(self, shared: str, account: str, one: Deed) -> None:
        """Note a deed: an account's first of a day with what is shared."""
        day, pair = self.days.setdefault(int(one.time // DAY_S), {}), (shared, account)
        if pair not in day or (one.time, one.event_id) < (day[pair].time, day[pair].event_id):
            day[pair] = one
        if len(day) > KEPT:
            del day[max(day)]

    def shared(self, day: int) -> Found:
        """Return what two or more accounts shared in the four weeks that end with a day, and these: `apart`."""
        found: Found = {}
        for (shared, name), one in self._window(day):
            found.setdefault(shared, {}).setdefault(name, one)
        every = {shared: self.apart(sharers) for shared, sharers in found.items() if len(sharers) > 1}
        return {shared: sharers for shared, sharers in every.items() if len(sharers) > 1}

    def apart(self, sharers: dict[str, Deed]) -> dict[str, Deed]:
        """Return of those who share something, in order of time, one of each network and hour.

        A household has one network; and whose sale begins has many customers within minutes.
        """
        first: dict[str, tuple[str, Deed]] = {}
        for name, one in sharers.items():
            first.setdefault(one.network, (name, one))
        hours: dict[int, tuple[str, Deed]] = {}
        for name, one in first.values():
            hours.setdefault(int(one.time // HOUR_S), (name, one))
        return dict(hours.values())

    def number(self, day: int) -> int:
        """Return how many such deeds there were in the four weeks: of an account with one thing one."""
        return len({pair for pair, _ in self._window(day)})

    def of_day(self, day: int) -> dict[Pair, Deed]:
        """Return the deeds of a day."""
        return self.days.get(day, {})

    def _window(self, day: int) -> Iterator[tuple[Pair, Deed]]:
        for at in range(day - WINDOW_DAYS + 1, day + 1):
            yield from sorted(self.of_day(at).items(), key=lambda entry: (entry[1].time, entry[1].event_id))

    def forget(self, day: int) -> None:
        """Drop days that no window holds that ends on one or later."""
        self.days = since(self.days, day - WINDOW_DAYS + 1)
