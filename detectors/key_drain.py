"""A key made and drained at once: more in its first hours than its account ever used, and than new keys use."""

from __future__ import annotations

from math import ceil, log1p

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.key_drain_state import OF, DrainState, Spent, most
from detectors.nothing import NOTHING
from detectors.recurrence import days_of, most_surprise, note
from detectors.slips import glance, kept, slip_of
from detectors.surprise import graded, normal_tail, to_score
from detectors.tally import Tally
from detectors.usage_amount import amount, series
from schemas.event import Event


class KeyDrain(Detector[DrainState]):
    """Units of one product (or requests) an hour under keys of one account not older than `young_s`, against new keys.

    The population's hour of a new key is log-normal (`usual_units`, `spread`); surprise is its upper tail, but never
    more than the account's own past days allow: a customer who rotates a key, or a nightly batch under a new one, has
    used as much before. Fails where ordinary new keys differ more than `spread` says. Cost: 1 microsecond an event.
    """

    name = "key_drain"
    version = 2
    keyed_by = "account"
    kinds = ("account.api_key_created", "account.usage")
    area = "api_abuse"
    state_type = DrainState
    heeds_score = False
    settings = ("step_s", "young_s", "usual_units", "spread", "least_units")

    def __init__(self, alert_at: float = 0.5, *, step_s: float = 3600.0, young_s: float = 21_600.0,
                 usual_units: float = 1000.0, spread: float = 1.2, least_units: float = 1000.0) -> None:  # fmt: skip
        """Set the bucket (seconds), the age up to which a key is new, and the population's hour of a new key.

        `usual_units`: its median; `spread`: standard deviation of its logarithm; `least_units`: never accuse below.
        """
        super().__init__(alert_at)
        self.step_s, self.young_s, self.usual_units, self.spread, self.least_units = (
            step_s, young_s, usual_units, spread, least_units)  # fmt: skip
        self.reach_s = young_s

    def score(self, event: Event, state: DrainState, key: str) -> Signal | None:
        """Return the surprise of the event's bucket, the event included; None unless it uses a new key."""
        if not state.made:  # as of nearly all accounts
            return None
        made = state.made.get(event.key or "")
        if event.type != "account.usage" or made is None or not made <= event.time < made + self.young_s:
            return None
        bucket, spent = int(event.time // self.step_s), state.all_spent(self.step_s)
        totals, name = self._totals(state, spent, bucket), series(event)
        surprise = self._surprise(state, spent, bucket, max([*totals.values(), totals.get(name, 0.0) + amount(event)]))
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.days), surprise)

    def learn(self, event: Event, state: DrainState, signal: Signal | None) -> bool:
        """Note a key's making, or count what is used; look again at every bucket that this may concern."""
        bucket = int(event.time // self.step_s)
        if event.type == "account.api_key_created":
            state.make(event)
            return any([self._look(state, at) for at in state.all_spent(self.step_s) if at >= bucket])
        slip = slip_of(event, 1.0 if event.requests is None else event.requests)  # `requests`, without a call
        if not kept(slip, bucket, state):
            state.count_all(self.step_s)
            state.count(slip, self.step_s)
        return bool(state.made) and self._look(state, bucket)  # nearly no account has made a key lately

    def _look(self, state: DrainState, bucket: int) -> bool:
        spent = state.all_spent(self.step_s)
        total = max(self._totals(state, spent, bucket).values(), default=0.0)
        if total < self.least_units or not state.is_told(bucket, self.step_s):
            return False
        surprise = self._surprise(state, spent, bucket, total)
        if surprise >= self.hot_from:
            state.count_all(self.step_s)
            state.tallies[bucket].hot = True
            state.tallies[bucket].crest(total, self._usual(state), surprise)
        return bucket in state.tallies and state.tallies[bucket].hot

    def _totals(self, state: DrainState, spent: Spent, bucket: int) -> dict[str | None, float]:
        """Return what was used under new keys in the bucket: the units of each product, and requests (None)."""
        start, made, totals = bucket * self.step_s, state.made, dict[str | None, float]()
        for name, units in spent.get(bucket, {}).items():
            key, of, product = name.partition(OF)
            if key in made and made[key] - self.step_s < start < made[key] + self.young_s:
                measured = product if of else None
                totals[measured] = totals.get(measured, 0.0) + units
        return totals

    def _surprise(self, state: DrainState, spent: Spent, bucket: int, total: float) -> float:
        found = normal_tail(round((log1p(total) - log1p(self.usual_units)) / self.spread, 2))
        days = days_of(state.days)
        for index, by_key in spent.items():
            note(days, index * self.step_s, most(by_key))
        return min(found, most_surprise(days, bucket * self.step_s, total))

    def _usual(self, state: DrainState) -> float:
        return max([self.usual_units, *days_of(state.days).values()])

    def prune(self, state: DrainState, watermark: float) -> None:
        """Keep the fullest bucket of past days, and drop what nothing can need apart."""
        oldest, step_s = watermark - LATENESS_MAX_S - self.young_s, self.step_s
        if state.made:
            state.made = {name: time for name, time in state.made.items() if time + self.young_s >= oldest} or NOTHING
        first = ceil(oldest / step_s) - 1  # bucket that may still be needed
        if any([glance(slip)[0] < first * step_s for slip in state.slips]) or (
            state.spent and min(state.spent) < first
        ):
            state.fold(first, step_s)

    def explain(self, run: Tally, state: DrainState, key: str) -> Finding:
        """Compare the fullest bucket with new keys and with the account's past."""
        reason = (
            f"Keys made within the last {self.young_s / 3600:.0f} h used {run.peak:,.0f} units in an hour; usual for a "
            f"new key, or the most this account used on an earlier day: {run.usual:,.0f}."
        )
        evidence: dict[str, float | int | str] = {
            "units_in_window": round(run.peak, 3), "window_s": self.step_s, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        names = sorted(run.accounts or {})
        severity = graded(run.surprise, self.hot_from, 2.0)
        return Finding(severity, evidence, reason, "Cap the key; ask the owner who made it.", names, len(names))
