"""Usage far off the key's own past: a key that leaked and is being drained, or one that behaves unlike itself."""

from __future__ import annotations

from detectors.base import Finding, Signal
from detectors.rhythm import STEADY_FROM, see
from detectors.slips import kept, slip_of
from detectors.statuses import DENIED, FAULT_FROM, REFUSED_FROM, is_answered
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.usage_amount import amount, is_others, key_or_account, requests, series
from detectors.usage_buckets import UsageState
from detectors.usage_homes import Homes
from detectors.usage_products import Product, product_of
from detectors.usage_shares import slot_of, slots
from detectors.usage_spike_heated import SUMS_KNOWN, UsageSpikeHeated
from detectors.usage_spike_words import told
from schemas.event import Event


class UsageSpike(UsageSpikeHeated):
    """Units of one product, or requests, a bucket under one API key (or account, where none is named), and its past.

    Units are judged by the product's own level once it is known; before, and where no units are told, the requests by
    the level of all requests: who uses a product now and then is no series, and a thief on a new one makes many.

    The level is an exponentially weighted mean and variance (River) of log(1 + units) over closed buckets, the variance
    mixed with the population's. Surprise is the upper tail of Student's t (few buckets, heavy tail) for the current
    bucket, but never more than the key's past days allow: what was as full on an earlier day is a job that recurs. A
    launch that stays becomes the level within a day. An hour of the day at which the key was never used adds to it
    (`usage_hours`). What the service failed at counts nowhere. A key with few buckets is judged by what it is refused
    (`usage_denied`). What others do with an account's things (clicks on its links: no key, units, status or place, of
    an account whose own events tell one) counts nowhere; nor is one visit told as a sum,
    without a key, compared with a past told one by one. What a key does from its own networks in its first month may
    be a job that runs monthly, not told (`usage_homes`). Even steps are a meter's, left to `usage_series`, but for a
    key that mostly was uneven and tells no address: where one is told, `key_elsewhere` parts a job of the owner's from
    a thief's. What requests are of is named where its share of all has risen (`usage_shares`). Cost: 2 microseconds an
    event, 1 more with units, 2 more for each level when a bucket closes. State: 300 bytes, 130 for each event of the
    last hours, up to 400 for each product with units, and 4 for each other.
    """

    name = "usage_spike"
    version = 10
    or_account = True
    keyed_by = "account"
    entity = "key"
    keys_of = key_or_account
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = UsageState
    heeds_score = False
    settings = ("step_s", "least_units", "fading", "spread", "grace")

    def score(self, event: Event, state: UsageState, key: str) -> Signal | None:
        """Return the surprise of its bucket with the event; None for a meter, and for what the service failed at."""
        if event.status is not None and event.status >= FAULT_FROM:
            return None
        if self._is_metered(event, state) or (event.ip is None and is_others(event)):
            return None
        bucket, product = int(event.time // self.step_s), self._known(state, event)
        if product is not None:
            total = product.totals.get(bucket, 0.0) + amount(event)
            surprise, usual = self._judged(state, product, product.totals, bucket, total, event)
            return Signal(self.name, self.version, key, to_score(surprise), warm=True, surprise=surprise)
        opened = len(state.totals) if state.totals else 0
        seen = state.level.n + len(state.slips) + opened  # or more than were, as nearly always too few
        if seen < self.grace or state.level.n + len(totals := self._totals(state)) < self.grace:
            if event.status not in DENIED:
                return Signal(self.name, self.version, key, 0.0, warm=False)
            surprise = self._denied(event, state, requests(event)).surprise
            return Signal(self.name, self.version, key, to_score(surprise), warm=False, surprise=surprise)
        total = totals.get(bucket, 0.0) - state.judged.get(bucket, 0.0) + requests(event)
        surprise, usual = self._judged(state, state, totals, bucket, total, event)
        return Signal(self.name, self.version, key, to_score(surprise), usual.n >= self.grace, surprise)

    def learn(self, event: Event, state: UsageState, signal: Signal | None) -> bool:
        """Count the event; look at its bucket again; learn what nothing can change any more."""
        if event.status is not None and event.status >= FAULT_FROM:  # no retry in an outage is its key's doing
            return False
        if event.ip is None and is_others(event):
            return False
        bucket, product = int(event.time // self.step_s), self._known(state, event)
        metered = state.steady >= STEADY_FROM and self._is_metered(event, state)
        if event.key is not None and (
            (homes := state.homes) is None or event.ip != homes.ip or event.time < homes.since
        ):
            homes = state.homes = homes or Homes()
            homes.arrive(event, bucket)
        see(state, event.time)
        self._count(event, state, bucket, product)
        if event.status is not None and event.status >= REFUSED_FROM:
            state.refuse(bucket, requests(event))
            if event.status in DENIED:
                self._refuse(event, state, bucket)
        if bucket < state.oldest:  # noqa: PLR1730  # `min` takes three times as long
            state.oldest = bucket
        if bucket > state.newest:
            self._begin(state, bucket)
        if not metered:
            self._heat(state, bucket, series(event) if product is not None else None, keyed=event.key is not None)
        tally = state.tallies.get(bucket) if state.tallies else None
        return tally is not None and tally.hot

    def _is_metered(self, event: Event, state: UsageState) -> bool:
        """Tell whether the key's events come at even steps, as a meter's do, which are `usage_series`'s business."""
        return state.steady >= STEADY_FROM and (event.ip is not None or not self._turned_even(state))

    def _count(self, event: Event, state: UsageState, bucket: int, product: Product | None) -> None:
        """Count the event, and its units in their product."""
        number = 1.0 if event.requests is None else event.requests  # `requests`, `amount` without their calls
        if number > 1.0 and state.sums < SUMS_KNOWN:
            state.sums += 1
        slip = slip_of(event, number)
        if bucket <= state.newest - self.learned or not kept(slip, bucket, state):
            state.count_all(self.step_s, state.newest - self.learned)
            state.count(slip, self.step_s)
        if event.product is not None:
            slot = slots[event.product] if event.product in slots else slot_of(event.product)
            made = state.made = state.made or {}
            made[slot] = (made[slot] if slot in made else 0) + (1 if number == 1.0 else int(number))
        if product is not None:
            judged = state.judged = state.judged or {}
            judged[bucket] = (judged[bucket] if bucket in judged else 0.0) + number
        elif event.units is not None:
            name = event.product or ""
            product = state.products.get(name) or product_of(state, name, Product)
        if product is not None and (event.units != 0.0 or is_answered(event)):  # what is refused is no usual use
            totals = product.totals = product.totals or {}
            added = number if event.units is None else event.units
            totals[bucket] = (totals[bucket] if bucket in totals else 0.0) + added

    def explain(self, run: Tally, state: UsageState, key: str) -> Finding:
        """Compare the fullest bucket with the level; name the product that the requests are of."""
        return told(run, key, self.step_s, self.hot_from)
