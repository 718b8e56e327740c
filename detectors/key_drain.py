"""A key made and drained at once: more in its first hours than its account ever used, and than new keys use."""

from __future__ import annotations

from math import log1p

from msgspec import field

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal, State
from detectors.recurrence import most_surprise, note
from detectors.slips import Slips, all_tallied, take
from detectors.surprise import normal_tail, to_score
from detectors.tally import Tally
from detectors.usage_amount import amount
from schemas.event import Event
from schemas.values import Severity

KEYS_KEPT = 64  # keys made lately, and keys in one bucket
OTHER = ""  # what keys beyond that use


class DrainState(State, array_like=True):
    """Buckets: tallies or slips. When keys were made, units by bucket and key, each past day's fullest bucket."""

    made: dict[str, float] = field(default_factory=dict)
    spent: dict[int, dict[str, float]] = field(default_factory=dict)
    days: dict[int, float] = field(default_factory=dict)
    slips: Slips = field(default_factory=dict)


class KeyDrain(Detector[DrainState]):
    """Units an hour under keys of one account that are younger than `young_s`, against new keys in general.

    The population's hour of a new key is log-normal (`usual_units`, `spread`); surprise is its upper tail, but never
    more than the account's own past days allow: a customer who rotates a key, or a nightly batch under a new one, has
    used as much before. Fails where ordinary new keys differ more than `spread` says. Cost: 2 microseconds an event.
    """

    name = "key_drain"
    keyed_by = "account"
    kinds = ("account.api_key_created", "account.usage")
    area = "api_abuse"
    state_type = DrainState
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
        bucket = int(event.time // self.step_s)
        surprise = self._surprise(state, bucket, self._total(state, bucket) + amount(event))
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.days), surprise)

    def learn(self, event: Event, state: DrainState, signal: Signal | None) -> bool:
        """Note a key's making, or count what is used; look again at every bucket that this may concern."""
        bucket = int(event.time // self.step_s)
        if event.type == "account.api_key_created":
            self._make(state, event)
            return any([self._look(state, at) for at in list(state.spent) if at >= bucket])
        spent = state.spent.get(bucket)
        if spent is None:
            spent = state.spent[bucket] = {}
        name, units = event.key, amount(event)
        if not name or (name not in spent and len(spent) >= KEYS_KEPT):
            name = OTHER
        spent[name] = spent.get(name, 0.0) + units
        take((event.time, event.id, units, event.subject, None, None), bucket, state.slips, state.tallies)
        return bool(state.made) and self._look(state, bucket)  # nearly no account has made a key lately

    def _make(self, state: DrainState, event: Event) -> None:
        key = event.key or ""
        state.made[key] = min(event.time, state.made.get(key, float("inf")))
        if len(state.made) > KEYS_KEPT:
            del state.made[min(state.made, key=lambda name: (state.made[name], name))]

    def _look(self, state: DrainState, bucket: int) -> bool:
        total = self._total(state, bucket)
        if total < self.least_units or not (bucket in state.slips or bucket in state.tallies):
            return False
        surprise = self._surprise(state, bucket, total)
        if surprise >= self.hot_from:
            all_tallied(state.slips, state.tallies)
            state.tallies[bucket].hot = True
            state.tallies[bucket].crest(total, self._usual(state), surprise)
        return bucket in state.tallies and state.tallies[bucket].hot

    def _total(self, state: DrainState, bucket: int) -> float:
        """Return the bucket's units under new keys."""
        start, made = bucket * self.step_s, state.made
        return sum(
            units for name, units in state.spent.get(bucket, {}).items()
            if name in made and made[name] - self.step_s < start < made[name] + self.young_s
        )  # fmt: skip

    def _surprise(self, state: DrainState, bucket: int, total: float) -> float:
        found = normal_tail(round((log1p(total) - log1p(self.usual_units)) / self.spread, 2))
        days = dict(state.days)
        for index, spent in state.spent.items():
            note(days, index * self.step_s, sum(spent.values()))
        return min(found, most_surprise(days, bucket * self.step_s, total))

    def _usual(self, state: DrainState) -> float:
        return max([self.usual_units, *state.days.values()])

    def prune(self, state: DrainState, watermark: float) -> None:
        """Keep the fullest bucket of past days, and drop what nothing can need apart."""
        oldest, step_s, spent = watermark - LATENESS_MAX_S - self.young_s, self.step_s, state.spent
        if state.made:
            state.made = {name: time for name, time in state.made.items() if time + self.young_s >= oldest}
        if not spent or (min(spent) + 1) * step_s >= oldest:
            return  # nothing is older than what was spent
        for bucket in sorted([at for at in spent if (at + 1) * step_s < oldest]):
            note(state.days, bucket * step_s, sum(spent.pop(bucket).values()))
            state.slips.pop(bucket, None)
        for index in [i for i, t in state.tallies.items() if (i + 1) * step_s < oldest and not t.hot]:
            del state.tallies[index]

    def explain(self, run: Tally, state: DrainState, key: str) -> Finding:
        """Compare the fullest bucket with new keys and with the account's past."""
        reason = (
            f"Keys made within the last {self.young_s / 3600:.0f} h used {run.peak:.0f} units in an hour; usual for a "
            f"new key, or the most this account used on an earlier day: {run.usual:.0f}."
        )
        evidence: dict[str, float | int | str] = {
            "units_in_window": round(run.peak, 3), "window_s": self.step_s, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        severity: Severity = "high" if run.surprise >= 2 * self.hot_from else "medium"
        names = sorted(run.accounts or {})
        return Finding(severity, evidence, reason, "Cap the key; ask the owner who made it.", names, len(names))
