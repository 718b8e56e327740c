"""Drift: a stream that stands higher or lower for days, by too little for a surge or for silence."""

from __future__ import annotations

from detectors.base import Finding
from detectors.drift import LEVEL
from detectors.rate_season import Hour
from detectors.rate_state import RateState
from detectors.rate_stream import DAY_BUCKETS, Stream
from detectors.rate_words import lines, numbers, others
from detectors.rates import Rates
from detectors.surprise import HALF
from detectors.tally import Tally


class RateDrift(Rates):
    """A CUSUM over whole days of a stream against its season: half a spread of slack, then evidence adds up.

    Finds a lasting step of a half within a week, a ramp within two; on some hundred events a day it takes up to ten
    days, and a loss of a third may be missed. Stays quiet on weekends and on growth of some per cent a week. Chosen
    over ADWIN, Page-Hinkley and Bayesian change points by measurement: docs/rates.md. Blind in a stream's first two
    weeks. Said once, a step is the level.
    """

    name = "rate_drift"

    def __init__(self, alert_at: float = 0.5, *, least: float = 100.0) -> None:
        """`least`: events a day below which a stream is not judged."""
        super().__init__(alert_at, least=least)

    def judge(self, stream: Stream, count: float, forecast: float, hour: Hour, bucket: int) -> float:
        """See `Rates`. The day is the stream's own: every 96 buckets."""
        level, drift = stream.level(), stream.drift
        if level:
            drift.add(count, forecast / level, level)
        if (stream.buckets + 1) % DAY_BUCKETS:
            return 0.0
        return HALF * drift.close(self.least) / LEVEL

    def prepare(self, stream: Stream, sums: dict[str, int], tally: Tally, name: str) -> None:
        """Go on from the new level: said once is enough."""
        stream.drift.restart()

    def shown(self, stream: Stream, *, begins: bool) -> tuple[float, float, int]:
        """Return the last day's count, and what was usual before."""
        return (*stream.drift.last, DAY_BUCKETS)

    def explain(self, run: Tally, state: RateState, key: str) -> Finding:
        """Say which stream moved, and how far."""
        first = lines(run)[0]
        change = first.seen / max(first.usual, 1e-9) - 1.0
        reason = (
            f"Drift of {first.name}: {first.seen:,.0f} events in the last day where {first.usual:,.0f} were usual "
            f"before ({change:+.0%}), after days that all leaned the same way{others(run)}."
        )
        action = "Look for a release, lost events, or slowly growing abuse in what is new."
        return Finding("low", numbers(run), reason, action, [], 0)
