"""Usage far off the key's own past: a key that leaked and is being drained, or one that behaves unlike itself."""

from __future__ import annotations

from math import ceil, expm1

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.recurrence import days_of, most_surprise, note
from detectors.rhythm import STEADY_FROM, see
from detectors.slips import kept, slip_of
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.usage_amount import amount, key_or_account
from detectors.usage_buckets import UsageState
from detectors.usage_level import Levels, Usual
from schemas.event import Event
from schemas.values import Severity

WORTH_ASKING = 1.0  # surprise below which earlier days need not be asked


class UsageSpike(Detector[UsageState]):
    """Units a bucket under one API key (or account, where no key is named) against the key's own level.

    The level is an exponentially weighted mean and variance (River) of log(1 + units) over closed buckets, the variance
    mixed with the population's. Surprise is the upper tail of Student's t (few buckets, heavy tail) for the current
    bucket, but never more than the key's past days allow: what was as full on an earlier day is a job that recurs. A
    launch that stays becomes the level within a day. Even steps are a meter's, left to `usage_series`, but for a key
    that mostly was uneven and tells no address: where one is told, `key_elsewhere` parts a job of the owner's from a
    thief's. Cost: 2 microseconds an event, 2 more when a bucket closes. State: 300 bytes, and 130 for each event of the
    last hours.
    """

    name = "usage_spike"
    version = 3
    keyed_by = "account"
    entity = "key"
    keys_of = key_or_account
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = UsageState
    settings = ("step_s", "least_units", "fading", "spread", "grace")

    def __init__(self, alert_at: float = 0.5, *, step_s: float = 1800.0, least_units: float = 10.0,
                 fading: float = 0.02, spread: float = 1.0, grace: int = 12) -> None:  # fmt: skip
        """Set the bucket (seconds) and the model.

        `least_units`: never accuse below; `fading`: the newest closed bucket's weight; `spread`: the population's
        standard deviation of log(1 + units) within a key; `grace`: closed buckets before anything is said.
        """
        super().__init__(alert_at)
        self.step_s, self.least_units, self.fading, self.spread, self.grace = (
            step_s, least_units, fading, spread, grace)  # fmt: skip
        self.reach_s = self.question_s = step_s
        self.lag = 1 + ceil(LATENESS_MAX_S / step_s)
        self.learned = 2 * self.lag  # buckets behind the newest that no judgement can need apart
        self._levels = Levels(fading, spread, grace)

    def score(self, event: Event, state: UsageState, key: str) -> Signal | None:
        """Return the surprise of the event's bucket, the event included; None for a meter, left to `usage_series`."""
        if state.steady >= STEADY_FROM and (event.ip is not None or not self._turned_even(state)):
            return None
        seen = state.level.n + len(state.slips) + len(state.totals)  # or more than were, as nearly always too few
        if seen < self.grace or state.level.n + len(totals := self._totals(state)) < self.grace:
            return Signal(self.name, self.version, key, 0.0, warm=False)
        bucket = int(event.time // self.step_s)
        surprise, usual = self._judged(state, totals, bucket, totals.get(bucket, 0.0) + amount(event))
        return Signal(self.name, self.version, key, to_score(surprise), usual.n >= self.grace, surprise)

    def _turned_even(self, state: UsageState) -> bool:
        """Tell whether a key whose events come evenly now was uneven for most of what its level has seen."""
        return self._levels.mostly(state.uneven, state.level.n + len(self._totals(state)))

    def learn(self, event: Event, state: UsageState, signal: Signal | None) -> bool:
        """Count the event; look at its bucket again; learn what nothing can change any more."""
        time, units = event.time, amount(event)
        bucket, closed = int(time // self.step_s), False
        see(state, time)
        asks = signal is not None and signal.surprise >= WORTH_ASKING
        first = asks and bucket not in self._totals(state)
        slip = slip_of(event, units)
        if bucket <= state.newest - self.learned or not kept(slip, bucket, state):
            state.count_all(self.step_s, state.newest - self.learned)
            state.count(slip, self.step_s)
        if bucket < state.oldest:  # noqa: PLR1730  # `min` takes three times as long
            state.oldest = bucket
        if bucket > state.newest:
            closed = self._begin(state, bucket)
        # The score is of this very total; by the same past, unless a bucket was closed or added since.
        if signal is not None and (closed or (asks and (first or signal.surprise >= self.hot_from))):
            self._heat(state, bucket)
        tally = state.tallies.get(bucket)
        return tally is not None and tally.hot

    def _begin(self, state: UsageState, bucket: int) -> bool:
        """Begin a new bucket; return whether older ones were closed for it."""
        closed = state.oldest <= bucket - self.learned
        if closed:
            self._close(state, bucket - self.learned)
        state.uneven = (1.0 - self.fading) * state.uneven + (state.steady < STEADY_FROM)
        state.newest = bucket
        return closed

    def _totals(self, state: UsageState) -> dict[int, float]:
        return state.open_totals(self.step_s, state.newest - self.learned)

    def _heat(self, state: UsageState, bucket: int) -> None:
        """Make the bucket hot if it is full enough."""
        totals = self._totals(state)
        total = totals[bucket]
        if total < self.least_units:
            return
        surprise, usual = self._judged(state, totals, bucket, total)
        if surprise >= self.hot_from:
            state.count_all(self.step_s, state.newest - self.learned)
            state.crested(bucket, total, expm1(usual.mean), surprise)

    def _judged(self, state: UsageState, totals: dict[int, float], bucket: int,
                total: float) -> tuple[float, Usual]:  # fmt: skip
        """Return a bucket's surprise, by the level of `lag` buckets before, which no late event can change any more."""
        usual = self._levels.usual(state.level, totals, bucket - self.lag)
        surprise = self._levels.surprise(total, usual)
        if surprise < WORTH_ASKING:
            return surprise, usual
        days = days_of(state.days)
        for index, seen in totals.items():
            note(days, index * self.step_s, seen)
        return min(surprise, most_surprise(days, bucket * self.step_s, total)), usual

    def _close(self, state: UsageState, last: int) -> None:
        """Show River the buckets up to `last`, which no judgement can need apart, oldest first."""
        totals = self._totals(state)
        for index in sorted([index for index in totals if index <= last]):
            total = totals.pop(index)
            state.level = self._levels.learned(state.level, total)
            state.noted(index * self.step_s, total)
        state.closed(totals, last)

    def prune(self, state: UsageState, watermark: float) -> None:
        """Drop closed buckets that no event can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // self.step_s) - 1
        state.dropped(oldest, min(oldest, state.newest - self.learned + 1) * self.step_s)

    def explain(self, run: Tally, state: UsageState, key: str) -> Finding:
        """Compare the fullest bucket with the level."""
        accounts = sorted(run.accounts or {})
        times = run.peak / max(run.usual, 1e-9)
        reason = (
            f"One API key used {run.peak:.0f} units within {self.step_s / 60:.0f} min, {times:.0f} times its usual "
            f"{run.usual:.1f}; no earlier day had as much at once."
        )
        evidence: dict[str, float | int | str] = {
            "units_in_window": round(run.peak, 3), "window_s": self.step_s, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n, "units": round(run.total, 3),
        }  # fmt: skip
        severity: Severity = "high" if run.surprise >= 3 * self.hot_from else "medium"
        return Finding(severity, evidence, reason, "Ask the owner; cap or rotate the key.", accounts, len(accounts))
