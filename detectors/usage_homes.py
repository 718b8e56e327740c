"""The networks that a key is used from in its first month, and which of its buckets had requests from any new one.

A network of the key's first day is its owner's, and one that it has been used from for three days, as in `key_windows`:
the same whatever may still come late. Where a key is on more networks than are kept, as build runners are, providers
stand for them, as far as they are told.
"""

from __future__ import annotations

from math import inf
from typing import TypeVar

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.network import network_of
from detectors.recurrence import DAY_S
from schemas.event import Event

NETWORKS_KEPT = 16  # those first seen: as many as `key_places` keeps
OWN_S = DAY_S  # what a key is used from in its first day is its owner's
NEW_S = 3 * DAY_S  # for so long a network is new
MONTH_S = 32 * DAY_S  # within it whatever runs once a month has run, to its end

T = TypeVar("T", str, int)


class Homes(Struct, array_like=True, gc=False):
    """When a key was first used, and from each network (`first`); buckets with requests from elsewhere (`away`).

    `ip`, `since`: the address used last that is of its first day, and when that network was first used: what comes from
    there again teaches nothing; "" where there is none. `owners`: when it was first used from each provider.
    """

    born: float = inf
    ip: str = ""
    since: float = -inf
    first: dict[str, float] = field(default_factory=dict)
    away: tuple[int, ...] = ()
    owners: dict[int, float] = field(default_factory=dict)

    def arrive(self, event: Event, bucket: int) -> None:
        """Note where an event of the first month comes from; nothing of any later."""
        if event.time >= self.born + MONTH_S:
            return
        self.born = min(self.born, event.time)
        if event.ip is not None:
            network = network_of(event.ip)
            if event.time < self.first.get(network, inf):
                _put(self.first, network, event.time)
                if event.asn is not None and event.time < self.owners.get(event.asn, inf):
                    _put(self.owners, event.asn, event.time)
            since = self.first.get(network, inf)
            if since <= self.born + OWN_S:
                self.ip, self.since = event.ip, since
        if self.is_away(event) and bucket not in self.away:
            self.away = tuple(sorted((*self.away, bucket)))

    def is_away(self, event: Event) -> bool:
        """Tell whether an event comes from a network new to the key, or names none."""
        if event.ip is None:
            return True
        if event.time <= self.born + OWN_S + LATENESS_MAX_S:
            return False
        if not self._is_new(self.first.get(network_of(event.ip), inf), event.time):
            return False
        return (
            event.asn is None
            or not self._roams(event.time)
            or self._is_new(self.owners.get(event.asn, inf), event.time)
        )

    def _is_new(self, first: float, time: float) -> bool:
        return min(time, first) > max(self.born + OWN_S, time - NEW_S)

    def _roams(self, time: float) -> bool:
        """Tell whether as many networks as are kept had been used by `time`, whatever may still come late."""
        return len(self.first) >= NETWORKS_KEPT and max(self.first.values()) < time - LATENESS_MAX_S

    def is_first_month(self, time: float) -> bool:
        """Tell whether a monthly job may run at `time` for the first time."""
        return time < self.born + MONTH_S


def _put(firsts: dict[T, float], name: T, time: float) -> None:
    """Keep a first time, of too many the earliest: the same in any order."""
    firsts[name] = time
    if len(firsts) > NETWORKS_KEPT:
        del firsts[max(firsts, key=lambda each: (firsts[each], each))]
