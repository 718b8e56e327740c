"""Units of a key by bucket, those of networks new to it apart, and what is kept of its days."""

from __future__ import annotations

from math import inf

from detectors.base import LATENESS_MAX_S, State
from detectors.counts import exact
from detectors.key_places import firsts, noted, placed, since
from detectors.network import network_of
from detectors.nothing import NOTHING
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from detectors.usage_amount import amount
from schemas.event import Event

NEW_S = 3 * DAY_S  # for so long a network is new: who tries a stolen key today drains it over the weekend
OWN_S = DAY_S  # what a key is used from in its first day is its owner's


class WindowsState(State, array_like=True):
    """Units by bucket, of known networks and of new ones, until the bucket's day has them; places and days.

    `closed`: the last bucket whose window is noted in its day.
    """

    tallies: dict[int, Tally] = NOTHING
    born: float = inf
    newest: int = -1
    closed: int = -1
    places: bytes = b""
    days: bytes = b""
    known: dict[int, float] = NOTHING
    strange: dict[int, float] = NOTHING

    def is_strange(self, event: Event) -> bool:
        """Tell whether the event's network is new to the key: the same whatever may still come late."""
        time = event.time
        if event.ip is None or time <= self.born + OWN_S + LATENESS_MAX_S:
            return False
        first = min(time, since(self.places, network_of(event.ip)))
        return first > max(self.born + OWN_S, time - NEW_S)

    def new_networks(self, time: float) -> int:
        """Return how many networks are new at `time`, of those kept."""
        return sum([first > max(self.born + OWN_S, time - NEW_S) for first in firsts(self.places)])

    def arrive(self, event: Event) -> None:
        """Note when the key was first used, and from where."""
        if event.time < self.born:  # noqa: PLR1730  # `min` takes three times as long
            self.born = event.time
        if event.ip is not None:
            self.places = placed(self.places, network_of(event.ip), event.time)

    def add(self, event: Event, bucket: int, *, strange: bool) -> None:
        """Count the event's units; keep what is to be told of one from a new network."""
        units = exact(amount(event))
        if not strange:
            known = self.known = self.known or {}
            known[bucket] = known.get(bucket, 0.0) + units
            return
        self.strange, self.tallies = self.strange or {}, self.tallies or {}
        self.strange[bucket] = self.strange.get(bucket, 0.0) + units
        tally = self.tallies.setdefault(bucket, Tally())
        tally.seen(event.time, event.id, units)
        tally.account(event.subject, event.time)
        tally.tie(f"ip:{event.ip}", event.time)

    def close(self, last: int, steps: int, step_s: float) -> None:
        """Note the windows up to bucket `last`, which nothing can change any more, in their days; drop old buckets."""
        ended = [at for at in self.known if self.closed < at <= last]
        if self.strange:
            ended += [at for at in self.strange if self.closed < at <= last]
        for at in sorted(ended):
            day = int(at * step_s // DAY_S)
            self.days = noted(self.days, day, window(self.known, at, steps), window(self.strange, at, steps))
        self.closed, first = last, last - steps
        if self.known and min(self.known) <= first:
            self.known = {at: units for at, units in self.known.items() if at > first} or NOTHING
        if self.strange and min(self.strange) <= first:
            self.strange = {at: units for at, units in self.strange.items() if at > first} or NOTHING


def window(units: dict[int, float], end: int, steps: int) -> float:
    """Return the units of the window that ends with bucket `end`."""
    if not units:
        return 0.0
    return sum([number for at, number in units.items() if end - steps < at <= end])
