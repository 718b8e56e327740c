"""Requests of a key by bucket and units of its products, of networks new to it apart, counted and closed day by day."""

from __future__ import annotations

from detectors.key_buckets import after, close, count
from detectors.key_places import DAY_BYTES
from detectors.key_whence import Amounts, KeyWhence
from detectors.program_named import named
from detectors.recurrence import DAY_S
from detectors.sampling import exact
from detectors.slips import count_units
from detectors.tally import Tally
from detectors.usage_amount import NAMED_MOST
from detectors.usage_products import PRODUCTS_KEPT, main_ones, product_of
from schemas.event import Event

CLOSED_AT_ONCE = 6  # buckets: each costs as much as an event, so they are left until a few have gathered
AT, FOR, BY = "at ", "for ", "by "  # of what tallies carry: a provider and country, a product asked for, a program


class WindowsState(KeyWhence, array_like=True):
    """Counts requests and units in buckets, and notes their fullest windows in the days they lie in."""

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
        if self.is_alien(event):
            self.alien = {**self.alien, bucket: self.alien.get(bucket, 0.0) + number}
            if program := named(event.user_agent or ""):
                self.tallies[bucket].carry(f"{BY}{program}", event.time)

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
        if self.alien:
            self.alien = after(last - steps, self.alien)
        self.closed = last
