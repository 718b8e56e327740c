"""A surge: far more events of a type than usual at this hour, over the site, from one producer or of one product."""

from __future__ import annotations

from detectors.base import Finding
from detectors.rate_season import Hour
from detectors.rate_state import RateState, hour_of
from detectors.rate_stream import Stream
from detectors.rate_words import lines, numbers, others
from detectors.rates import Rates
from detectors.rollup import TOTAL
from detectors.surprise import gamma_poisson, graded
from detectors.tally import Tally

TIMES = 3.0  # what is less than so many times the forecast is growth


class RateSurge(Rates):
    """The upper tail of a closed bucket. Names what is over-represented in it: a country, an outcome, a product.

    Catches an attack spread too thin for any entity, a loop in a client, a retry storm. Stays quiet on day and night,
    weekends, growth. A sale or a launch that triples a rate within the quarter of an hour is a surge too; a
    nightly job is one for its first two or three days.
    """

    name = "rate_surge"
    mixes = True
    quartered = True

    def judge(self, stream: Stream, count: float, forecast: float, hour: Hour, bucket: int) -> float:
        """See `Rates`."""
        if count < self.least or count < TIMES * forecast:
            return 0.0
        shape = 1.0 / stream.variance(day_seen=hour.day_seen, week_seen=hour.week_seen)
        return gamma_poisson(count, shape, shape / max(forecast, 0.1))

    def usual(self, stream: Stream, hour: Hour, bucket: int, level: float, factor: float) -> float:
        """See `Rates`: no less than a job brought at this quarter of an hour on the last days."""
        quarter = stream.quarter(bucket)
        return max(level * factor, quarter * min(1.0, factor / hour.daily(level))) if quarter else level * factor

    def so_far(self, state: RateState, stream: Stream, kind: str, bucket: int, count: float) -> float:
        """More events can only make it more surprising."""
        season = state.seasons.get(kind)
        if season is None or stream.buckets < self.grace:
            return 0.0
        hour, level = season.at(hour_of(bucket)), stream.level()
        forecast = self.usual(stream, hour, bucket, level, hour.factor(level))
        return self.judge(stream, count, forecast, hour, bucket)

    def prepare(self, stream: Stream, sums: dict[str, int], tally: Tally, name: str) -> None:
        """Note how many events of each sort there are beyond its usual share."""
        usual = stream.mix.get(TOTAL, 0.0)
        for sort, count in sums.items():
            if sort and usual:
                excess = count - sums[TOTAL] * stream.mix.get(sort, 0.0) / usual
                if excess > 0.1 * sums[TOTAL]:
                    tally.add(f"more {name}: {sort}", excess)

    def explain(self, run: Tally, state: RateState, key: str) -> Finding:
        """Say which stream, how many times its usual, and what is over-represented."""
        first = lines(run)[0]
        start = f"more {first.name}: "
        more = sorted(((n, name[len(start) :]) for name, n in (run.extra or {}).items() if name.startswith(start)))
        named = " and ".join(f"{sort} ({n:,.0f} more than its usual share)" for n, sort in more[:-4:-1])
        reason = (
            f"{first.name}: {first.seen:,.0f} events where {first.usual:,.0f} are usual at this time"
            f"{f'; over-represented: {named}' if named else '; no country, outcome or product stands out'}"
            f"{others(run)}."
        )
        evidence = numbers(run) | {sort: round(n, 1) for n, sort in more[:-4:-1]}
        action = "Look at who is behind what stands out; ask its producer whether it is a release or a retry loop."
        return Finding(graded(run.surprise, self.hot_from), evidence, _upper(reason), action, [], 0)


def _upper(reason: str) -> str:
    return f"Surge of {reason}"
