"""What is kept of a key's uses, and which networks, providers and countries are new to it at the time of an event."""

from __future__ import annotations

from math import inf

from msgspec import Struct

from detectors.base import LATENESS_MAX_S, State
from detectors.key_begun import is_new, put
from detectors.key_families import First, first_of, is_of_new_family
from detectors.key_places import firsts, placed, since
from detectors.network import network_of
from detectors.nothing import NOTHING
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from schemas.event import Event

NEW_S = 3 * DAY_S  # for so long a network is new: who tries a stolen key today drains it over the weekend
OWN_S = DAY_S  # what a key is used from in its first day is its owner's
SCATTERED = 3  # countries and providers: a server that moves comes to one, a firm's second site is another


class Amounts(Struct, array_like=True, gc=False):
    """Units of one product by bucket, of known networks and of new ones; the fullest windows of each day."""

    days: bytes = b""
    known: dict[int, float] = NOTHING
    strange: dict[int, float] = NOTHING


class KeyWhence(State, array_like=True):
    """Requests by bucket, of known networks and of new ones, until the bucket's day has them; places and days.

    `closed`: the last bucket whose window is noted in its day. Of the requests of new networks, `judged` are those with
    units of a product whose past is known, `fresh` those with units of any other, `foreign` those from providers new to
    the key, `landed` those from countries new to it and `alien` those by programs of a kind new to it; `owners`,
    `lands`, `programs`: since when each was used (`key_begun`, `key_families`).
    """

    tallies: dict[int, Tally] = NOTHING
    born: float = inf
    newest: int = -1
    closed: int = -1
    places: bytes = b""
    days: bytes = b""
    known: dict[int, float] = NOTHING
    strange: dict[int, float] = NOTHING
    products: dict[str, Amounts] = NOTHING
    judged: dict[int, float] = NOTHING
    fresh: dict[int, float] = NOTHING
    owners: dict[int, float] = NOTHING
    lands: dict[str, float] = NOTHING
    foreign: dict[int, float] = NOTHING
    landed: dict[int, float] = NOTHING
    programs: dict[str, First] = NOTHING
    alien: dict[int, float] = NOTHING

    def is_strange(self, event: Event) -> bool:
        """Tell whether the event's network is new to the key: the same whatever may still come late."""
        time = event.time
        if event.ip is None or time <= self.born + OWN_S + LATENESS_MAX_S:
            return False
        first = min(time, since(self.places, network_of(event.ip)))
        return first > max(self.born + OWN_S, time - NEW_S)  # `own` without its call

    def new_networks(self, time: float) -> int:
        """Return how many networks are new at `time`, of those kept."""
        own = self.own(time)
        return sum([first > own for first in firsts(self.places)])

    def arrive(self, event: Event) -> None:
        """Note when the key was first used, and from where."""
        if event.time < self.born:  # noqa: PLR1730  # `min` takes three times as long
            self.born = event.time
        if event.ip is not None:
            self.places = placed(self.places, network_of(event.ip), event.time)
        if (asn := event.asn) is not None and (asn not in self.owners or event.time < self.owners[asn]):
            self.owners = put(self.owners, asn, event.time)
        if (land := event.country) is not None and (land not in self.lands or event.time < self.lands[land]):
            self.lands = put(self.lands, land, event.time)
        if (agent := event.user_agent) and (agent not in self.programs or event.time < self.programs[agent][0]):
            self.programs = put(self.programs, agent, first_of(event))

    def own(self, time: float) -> float:
        """Return until when what was used is the owner's, as known at `time`."""
        return max(self.born + OWN_S, time - NEW_S)

    def is_foreign(self, event: Event) -> bool:
        """Tell whether a new network is of a provider that is new to the key as well."""
        return event.asn is not None and is_new(self.owners, event.asn, event.time, self.own(event.time))

    def is_abroad(self, event: Event) -> bool:
        """Tell whether a new network is in a country that is new to the key as well."""
        return event.country is not None and is_new(self.lands, event.country, event.time, self.own(event.time))

    def is_alien(self, event: Event) -> bool:
        """Tell whether what uses the key from a new network is a program of a kind that is new to it as well."""
        return is_of_new_family(self.programs, event.user_agent, self.own(event.time))

    def in_several(self, time: float) -> bool:
        """Tell whether three countries and as many providers are new at `time`, as of no server that moves."""
        own = self.own(time)
        new = [sum([first > own for first in firsts.values()]) for firsts in (self.lands, self.owners)]
        return min(new) >= SCATTERED
