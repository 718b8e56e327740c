"""Usage far off the key's own past: a key that leaked and is being drained, or one that behaves unlike itself."""

from __future__ import annotations

from math import ceil, expm1, log1p, sqrt

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.nothing import NOTHING
from detectors.recurrence import days_of, most_surprise, note, noted
from detectors.rhythm import STEADY_FROM, see
from detectors.river_models import NEW, Level, learned
from detectors.slips import SlipState, glance, kept, put, read, slip_of, tally_of
from detectors.surprise import student_tail, to_score
from detectors.tally import Tally, forget
from detectors.usage_amount import amount, key_or_account
from detectors.usage_level import Usual
from schemas.event import Event
from schemas.values import Severity

PRIOR_WEIGHT = 12  # closed buckets that the population's spread is worth against the key's own
WORTH_ASKING = 1.0  # surprise below which earlier days need not be asked
NONE_OPEN = 1 << 40  # later than any bucket
MOST_SPREADS = 4.0  # a bucket farther off teaches only as much as one at this distance


class UsageState(SlipState, array_like=True):
    """Buckets: tallies, with totals of those not learned yet, or slips; the level of others; each past day's fullest.

    `oldest`: the first bucket that is not learned. A slip of a bucket that is counts in no total any more.
    """

    last: float = float("-inf")
    gap: float = 0.0
    steady: int = 0
    newest: int = -1
    oldest: int = NONE_OPEN
    level: Level = NEW
    days: bytes = b""
    totals: dict[int, float] = NOTHING


class UsageSpike(Detector[UsageState]):
    """Units a bucket under one API key (or account, where no key is named) against the key's own level.

    The level is an exponentially weighted mean and variance (River) of log(1 + units) over closed buckets, the variance
    mixed with the population's. Surprise is the upper tail of Student's t (few buckets, heavy tail) for the current
    bucket, but never more than the key's past days allow: what was as full on an earlier day is a job that recurs. A
    launch that stays becomes the level within a day. Cost: 2 microseconds an event, 2 more when a bucket closes. State:
    300 bytes, and 130 for each event of the last hours.
    """

    name = "usage_spike"
    version = 2
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

    def score(self, event: Event, state: UsageState, key: str) -> Signal | None:
        """Return the surprise of the event's bucket, the event included; None for a meter, left to `usage_series`."""
        if state.steady >= STEADY_FROM:
            return None
        seen = state.level.n + len(state.slips) + len(state.totals)  # or more than were, as nearly always too few
        if seen < self.grace or state.level.n + len(totals := self._totals(state)) < self.grace:
            return Signal(self.name, self.version, key, 0.0, warm=False)
        bucket = int(event.time // self.step_s)
        usual = self._usual(state.level, totals, bucket)
        surprise = self._surprise(state, totals, bucket, totals.get(bucket, 0.0) + amount(event), usual)
        return Signal(self.name, self.version, key, to_score(surprise), usual.n >= self.grace, surprise)

    def learn(self, event: Event, state: UsageState, signal: Signal | None) -> bool:
        """Count the event; look at its bucket again; learn what nothing can change any more."""
        time, units = event.time, amount(event)
        bucket, closed = int(time // self.step_s), False
        see(state, time)
        asks = signal is not None and signal.surprise >= WORTH_ASKING
        first = asks and bucket not in self._totals(state)
        slip = slip_of(event, units)
        if bucket <= state.newest - self.learned or not kept(slip, bucket, state):
            self._count_all(state)
            self._count(state, slip)
        if bucket < state.oldest:  # noqa: PLR1730  # `min` takes three times as long
            state.oldest = bucket
        if bucket > state.newest:
            closed = state.oldest <= bucket - self.learned
            if closed:
                self._close(state, bucket - self.learned)
            state.newest = bucket
        # The score is of this very total; by the same past, unless a bucket was closed or added since.
        if signal is not None and (closed or (asks and (first or signal.surprise >= self.hot_from))):
            self._heat(state, bucket)
        tally = state.tallies.get(bucket)
        return tally is not None and tally.hot

    def _count(self, state: UsageState, slip: bytes) -> None:
        """Count an event in its bucket's tally and total."""
        told = read(slip)
        bucket = int(told.time // self.step_s)
        put(told, tally_of(bucket, state), tied=True)
        state.totals = totals = state.totals or {}
        totals[bucket] = totals.get(bucket, 0.0) + told.weight

    def _count_all(self, state: UsageState) -> None:
        """Leave nothing on slips; of those that were learned only the tally is wanted."""
        slips, state.slips = state.slips, ()
        for slip in slips:
            if glance(slip)[0] // self.step_s > state.newest - self.learned:
                self._count(state, slip)
            else:
                told = read(slip)
                put(told, tally_of(int(told.time // self.step_s), state), tied=True)

    def _totals(self, state: UsageState) -> dict[int, float]:
        """Return the units of each bucket that is not learned yet."""
        totals, learned_to, step_s = dict(state.totals), state.newest - self.learned, self.step_s
        for time, units in map(glance, state.slips):
            bucket = int(time // step_s)
            if bucket > learned_to:
                totals[bucket] = totals.get(bucket, 0.0) + units
        return totals

    def _heat(self, state: UsageState, bucket: int) -> None:
        """Make the bucket hot if it is full enough."""
        totals = self._totals(state)
        total = totals[bucket]
        if total < self.least_units:
            return
        usual = self._usual(state.level, totals, bucket)
        surprise = self._surprise(state, totals, bucket, total, usual)
        if surprise >= self.hot_from:
            self._count_all(state)
            tally = tally_of(bucket, state)
            tally.hot = True
            tally.crest(total, expm1(usual.mean), surprise)

    def _surprise(self, state: UsageState, totals: dict[int, float], bucket: int, total: float,
                  usual: Usual) -> float:  # fmt: skip
        if usual.n < self.grace:
            return 0.0
        freedom = PRIOR_WEIGHT + min(usual.n, int(1 / self.fading))
        surprise = student_tail(round((log1p(total) - usual.mean) / self._spread(usual), 2), freedom)
        if surprise < WORTH_ASKING:
            return surprise
        days = days_of(state.days)
        for index, seen in totals.items():
            note(days, index * self.step_s, seen)
        return min(surprise, most_surprise(days, bucket * self.step_s, total))

    def _spread(self, usual: Usual) -> float:
        own = PRIOR_WEIGHT / (usual.n + PRIOR_WEIGHT)
        return sqrt(own * self.spread**2 + (1 - own) * usual.variance + (0.1 * self.spread) ** 2)

    def _usual(self, level: Level, totals: dict[int, float], bucket: int) -> Usual:
        """Return the level as of `lag` buckets before, which no late event can change any more."""
        last = bucket - self.lag
        usual = Usual(level.n, level.mean, level.variance)
        for index in sorted([i for i in totals if i <= last]):
            value = self._clipped(log1p(totals[index]), usual)
            usual = usual.after(value, self.fading)
        return usual

    def _clipped(self, value: float, usual: Usual) -> float:
        if usual.n < self.grace:
            return value
        reach = MOST_SPREADS * self._spread(usual)
        return min(max(value, usual.mean - reach), usual.mean + reach)

    def _close(self, state: UsageState, last: int) -> None:
        """Show River the buckets up to `last`, which no judgement can need apart, oldest first."""
        totals = self._totals(state)
        for index in sorted([index for index in totals if index <= last]):
            total, level = totals.pop(index), state.level
            value = self._clipped(log1p(total), Usual(level.n, level.mean, level.variance))
            state.level = learned(level, value, self.fading)
            state.days = noted(state.days, index * self.step_s, total)
        state.oldest = min(totals)
        if state.totals:
            state.totals = {index: total for index, total in state.totals.items() if index > last} or NOTHING

    def prune(self, state: UsageState, watermark: float) -> None:
        """Drop closed buckets that no event can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // self.step_s) - 1
        slips, before = state.slips, min(oldest, state.newest - self.learned + 1) * self.step_s
        if slips and glance(slips[0])[0] < before:
            state.slips = tuple([slip for slip in slips if glance(slip)[0] >= before])
        if state.tallies:
            forget(oldest, state.tallies)

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
