"""Requests of a key by bucket and units of its products, of networks new to it apart, and what is kept of its days."""

from __future__ import annotations

from math import inf

from msgspec import Struct

from detectors.base import LATENESS_MAX_S, State
from detectors.counts import exact
from detectors.key_begun import is_new, put
from detectors.key_buckets import after, close, count
from detectors.key_places import DAY_BYTES, firsts, placed, since
from detectors.network import network_of
from detectors.nothing import NOTHING
from detectors.recurrence import DAY_S
from detectors.slips import count_units
from detectors.tally import Tally
from detectors.usage_amount import NAMED_MOST
from detectors.usage_products import PRODUCTS_KEPT, main_ones, product_of
from schemas.event import Event

NEW_S = 3 * DAY_S  # for so long a network is new: who tries a stolen key today drains it over the weekend
CLOSED_AT_ONCE = 6  # buckets: each costs as much as an event, so they are left until a few have gathered
OWN_S = DAY_S  # what a key is used from in its first day is its owner's

SCATTERED = 3  # countries and providers: a server that moves comes to one, a firm's second site is another
AT, FOR = "at ", "for "  # of what tallies carry: a provider and country, a product asked for


class Amounts(Struct, array_like=True, gc=False):
    """Units of one product by bucket, of known networks and of new ones; the fullest windows of each day."""

    days: bytes = b""
    known: dict[int, float] = NOTHING
    strange: dict[int, float] = NOTHING


class WindowsState(State, array_like=True):
    """Requests by bucket, of known networks and of new ones, until the bucket's day has them; places and days.

    `closed`: the last bucket whose window is noted in its day. Of the requests of new networks, `judged` are those with
    units of a product whose past is known, `fresh` those with units of any other, `foreign` those from providers new to
    the key and `landed` those from countries new to it; `owners`, `lands`: since when each was used (`key_begun`).
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

    def own(self, time: float) -> float:
        """Return until when what was used is the owner's, as known at `time`."""
        return max(self.born + OWN_S, time - NEW_S)

    def is_foreign(self, event: Event) -> bool:
        """Tell whether a new network is of a provider that is new to the key as well."""
        return event.asn is not None and is_new(self.owners, event.asn, event.time, self.own(event.time))

    def is_abroad(self, event: Event) -> bool:
        """Tell whether a new network is in a country that is new to the key as well."""
        return event.country is not None and is_new(self.lands, event.country, event.time, self.own(event.time))

    def in_several(self, time: float) -> bool:
        """Tell whether three countries and as many providers are new at `time`, as of no server that moves."""
        own = self.own(time)
        new = [sum([first > own for first in firsts.values()]) for firsts in (self.lands, self.owners)]
        return min(new) >= SCATTERED

    def add(self, event: Event, bucket: int, *, strange: bool, judged: bool) -> None:
        """Count requests and units; keep what is to be told of an event from a new network."""
        number, units = 1.0 if event.requests is None else event.requests, event.units
        if number % 1.0:  # whole ones are exact
            number = exact(number)
        if units is not None:
            name = event.product or ""
            product = self.products.get(name) or product_of(self, name, Amounts)
            if product is not None:
                count(product, bucket, exact(units) if units % 1.0 else units, strange=strange)
        count(self, bucket, number, strange=strange)
        if not strange:
            return
        if judged:
            self.judged = {**self.judged, bucket: self.judged.get(bucket, 0.0) + number}
        elif units is not None:
            self.fresh = {**self.fresh, bucket: self.fresh.get(bucket, 0.0) + number}
        if self.is_foreign(event):
            self.foreign = {**self.foreign, bucket: self.foreign.get(bucket, 0.0) + number}
        if self.is_abroad(event):
            self.landed = {**self.landed, bucket: self.landed.get(bucket, 0.0) + number}
        self._keep(event, bucket, number)

    def _keep(self, event: Event, bucket: int, number: float) -> None:
        self.tallies = self.tallies or {}
        tally = self.tallies.setdefault(bucket, Tally())
        tally.seen(event.time, event.id, number)
        tally.account(event.subject, event.time)
        tally.tie(f"ip:{event.ip}", event.time)
        where = [name for name in (f"AS{event.asn}" if event.asn else "", event.country or "") if name]
        if where:
            tally.carry(f"{AT}{' in '.join(where)}", event.time)
        if event.units is not None:
            count_units(tally, event.units, event.product)
        if event.product:
            tally.carry(f"{FOR}{event.product[:NAMED_MOST]}", event.time)

    def closes(self, last: int, step_s: float) -> bool:
        """Tell whether it is time to close the buckets up to `last`: some have gathered, or a day has ended."""
        return (
            last >= self.closed + CLOSED_AT_ONCE or (last + 1) * step_s // DAY_S > (self.closed + 1) * step_s // DAY_S
        )

    def close(self, last: int, steps: int, step_s: float) -> None:
        """Note the windows up to bucket `last`, which nothing can change any more, in their days; drop old buckets."""
        if not self.known and not self.strange:  # as of a key just seen
            self.closed = last
            return
        close(self, self.closed, last, steps, step_s)
        for product in self.products.values():
            if product.known or product.strange:
                close(product, self.closed, last, steps, step_s)
        if len(self.products) > PRODUCTS_KEPT:
            self.products = main_ones(self.products, int(last * step_s // DAY_S), DAY_BYTES)
        if self.judged or self.fresh:
            self.judged, self.fresh = after(last - steps, self.judged), after(last - steps, self.fresh)
        if self.foreign or self.landed:
            self.foreign, self.landed = after(last - steps, self.foreign), after(last - steps, self.landed)
        self.closed = last
