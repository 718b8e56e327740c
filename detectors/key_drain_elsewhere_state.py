"""Which keys of an account are new, where each was made, and from where those are used."""

from __future__ import annotations

from math import inf

from detectors.base import LATENESS_MAX_S
from detectors.key_places import named, placed, since, since_named
from detectors.key_whence import NEW_S, OWN_S
from detectors.key_windows import WindowsState
from detectors.nothing import NOTHING
from detectors.strange import foreign
from schemas.event import ELSEWHERE, INDOORS, NEW_ACCOUNT, Event

KEYS_KEPT = 8  # of one bucket: who shares a drain among more makes them in one place
MADE_ELSEWHERE = 1.0  # surprise: of 504 keys that owners made in two products 58 were; of 24 made by thieves all
COUNTRIES = 3  # a household and a trip are two; functions of one cloud are in many, at one provider
PLACES_KEPT = 8


class KeysState(WindowsState, array_like=True):
    """Adds since when each key was used, and each that was made at home or elsewhere: as places.

    `using`: by bucket the keys (hashes, sorted) that were used while new on new networks; `abroad`: from which country
    and provider.
    """

    keys: bytes = b""
    home: bytes = b""
    elsewhere: bytes = b""
    using: dict[int, tuple[int, ...]] = NOTHING
    abroad: dict[int, tuple[tuple[str, int], ...]] = NOTHING

    def is_strange(self, event: Event) -> bool:
        """Tell whether network and key are both new to the account."""
        if not super().is_strange(event):
            return False
        first = min(event.time, since(self.keys, event.key or ""))
        return first > max(self.born + OWN_S, event.time - NEW_S)

    def arrive(self, event: Event) -> None:
        """Note the key, too."""
        super().arrive(event)
        self.keys = placed(self.keys, event.key or "", event.time)

    def add(self, event: Event, bucket: int, *, strange: bool, judged: bool) -> None:
        """As in the base; note which new key is used on a new network."""
        super().add(event, bucket, strange=strange, judged=judged)
        if strange and (key := named(event.key or "")) not in (known := self.using.get(bucket, ())):
            self.using = {**self.using, bucket: tuple(sorted((*known, key)))[:KEYS_KEPT]}
        if strange and (place := place_of(event)) and place not in (seen := self.abroad.get(bucket, ())):
            self.abroad = {**self.abroad, bucket: tuple(sorted((*seen, place)))[:PLACES_KEPT]}

    def make(self, event: Event) -> None:
        """Note that a key was made, and whether where the account has long been; nothing of an account just known.

        Nor of one made on a new device at an address that is the account's own: a colleague's, or a neighbour's.
        """
        if event.novel & INDOORS:
            return
        if event.novel & ELSEWHERE or (foreign(event) and not event.novel & NEW_ACCOUNT):
            self.elsewhere = placed(self.elsewhere, event.key or "", event.time)
        elif not event.novel & NEW_ACCOUNT:
            self.home = placed(self.home, event.key or "", event.time)

    def is_scattered(self, first: int, last: int, asked: Event | None) -> bool:
        """Tell whether new keys were used on new networks of several countries and as many providers in some buckets.

        `asked`: an event that is asked about, and not counted yet.
        """
        places = {place for at, told in self.abroad.items() if first <= at <= last for place in told}
        if asked is not None and (place := place_of(asked)):
            places.add(place)
        return min(len({country for country, _ in places}), len({provider for _, provider in places})) >= COUNTRIES

    def made(self, first: int, last: int, time: float, further: int | None) -> float | None:
        """Return the surprise of where a key used in these buckets was made; None where their owner made them all.

        What is used for less than the lateness bound at `time` may yet be told to be the owner's. `further`: a key that
        is asked about, and not counted yet.
        """
        found: float | None = None
        keys = {key for at, keys in self.using.items() if first <= at <= last for key in keys}
        for key in keys if further is None else keys | {further}:
            if since_named(self.elsewhere, key) < inf:
                return MADE_ELSEWHERE
            if since_named(self.home, key) == inf and since_named(self.keys, key) + LATENESS_MAX_S < time:
                found = 0.0
        return found

    def close(self, last: int, steps: int, step_s: float) -> None:
        """As in the base; forget which keys were used in buckets that no later window holds."""
        super().close(last, steps, step_s)
        if self.using:
            self.using = {at: keys for at, keys in self.using.items() if at > last - steps} or NOTHING
        if self.abroad:
            self.abroad = {at: told for at, told in self.abroad.items() if at > last - steps} or NOTHING


def place_of(event: Event) -> tuple[str, int] | None:
    """Return the country and the provider of an event, where both are told."""
    return (event.country, event.asn) if event.country and event.asn is not None else None
