"""Silence and drops: a stream of events that has all but stopped, with nobody to accuse."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.base import Finding
from detectors.rate_season import Hour
from detectors.rate_state import RateState, hour_of
from detectors.rate_stream import DAY_BUCKETS, HOUR_BUCKETS, RECENT, Stream
from detectors.rate_words import INSTEAD, instead, lines, numbers, others
from detectors.rates import Rates
from detectors.rollup import STEP_S
from detectors.surprise import gamma_poisson_below
from detectors.tally import Tally

SPANS = (1, 2, 3, 4, RECENT)  # buckets: a quarter of an hour up to an hour, and four hours
SHARE = 0.2  # of the forecast: what is more is a quiet day or a holiday
PRESENT = 0.5  # share of the time that a stream must have been there: a batch that is over has not fallen silent
BEGAN = DAY_BUCKETS + RECENT  # buckets: a product begun so lately may have taken another's place
LOW_MOST = 16  # buckets in a row that are accused: then it is known


class RateSilence(Rates):
    """The lower tail of the last quarter of an hour, hour and four hours, whether or not an event came at all.

    Stays quiet on nights and weekends, and at a night or weekend never seen before. A stream of a few events an hour is
    too thin for it. The forecast's error is taken to last over the span, so that a holiday is not silence. No hour is
    expected to be busier than that of other days: what made it so a week ago may have been a sale. Nor is more
    expected than the stream itself had at that time of the last days: a nightly job is over before its hour is. Where
    an hour of the day has differed from day to day, as where a few people's shifts make most of a stream, that is added
    to the forecast's spread: the shift that begins late is no silence. Medium at most where one product is silent, and
    one that began within a day has had as many events in the same time: people move to a new version. A file of events
    in which one producer's end hours before the others' tells of a silence at its end: it is one.
    """

    name = "rate_silence"
    version = 2
    grace = DAY_BUCKETS
    quartered = True

    def usual(self, stream: Stream, hour: Hour, bucket: int, level: float, factor: float) -> float:
        """See `Rates`."""
        return level * min(factor, hour.daily(level))

    def judge(self, stream: Stream, count: float, forecast: float, hour: Hour, bucket: int) -> float:
        """See `Rates`."""
        best = 0.0
        if hour.day_seen and stream.present > PRESENT * stream.exposed and (missing := [*self._missing(stream)]):
            variance = self._variance(stream, hour, bucket)
            for _, seen, usual in missing:
                best = max(best, gamma_poisson_below(seen, 1.0 / variance, 1.0 / (variance * usual)))
        low = best >= self.hot_from
        stream.low = stream.low + 1 if low else 0
        return best if stream.low <= LOW_MOST else 0.0

    def _variance(self, stream: Stream, hour: Hour, bucket: int) -> float:
        """Return the relative variance of the forecast, with what days differ by in this hour and the last one.

        The larger of both: a shift that begins late is missing in both.
        """
        slot = hour_of(bucket)
        differ = max(stream.between_days(slot % 24), stream.between_days((slot - 1) % 24))
        return stream.variance(day_seen=hour.day_seen, week_seen=hour.week_seen) + differ

    def keep(self, stream: Stream, bucket: int) -> None:
        """Take in how far the hour that is over was from what it usually has."""
        if (bucket + 1) % HOUR_BUCKETS == 0 and len(stream.recent) == RECENT:
            now, all_four = _sum(stream, HOUR_BUCKETS), _sum(stream, RECENT)
            stream.note_day(hour_of(bucket) % 24, now, (all_four[0] - now[0], all_four[1] - now[1]))

    def shown(self, stream: Stream, *, begins: bool) -> tuple[float, float, int]:
        """Return the longest span that is missing where silence begins, and what each further bucket adds to it."""
        spans = [span for span, _, _ in self._missing(stream)] if begins else []
        span = spans[-1] if spans else 1
        return (*_sum(stream, span), span)

    def mark(self, state: RateState, bucket: int, name: str, surprise: float) -> None:
        """As in the base; note which new product may have taken the place of a silent one."""
        super().mark(state, bucket, name, surprise)
        if " of " in name and (other := _successor(state, name)):
            state.tallies[bucket].add(f"{INSTEAD}{other}")

    def _missing(self, stream: Stream) -> Iterator[tuple[int, float, float]]:
        """Yield each span of which most is missing, the shortest first; what was seen and what is usual in it."""
        for span in SPANS:
            seen, usual = _sum(stream, span)
            if len(stream.recent) >= span and usual >= self.least and seen <= SHARE * usual:
                yield span, seen, usual

    def explain(self, run: Tally, state: RateState, key: str) -> Finding:
        """Say which stream fell silent."""
        first = lines(run)[0]
        share = first.seen / max(first.usual, 1e-9)
        reason = (
            f"{first.name}: {'nothing' if first.seen < 1 else f'{share:.1%} of the usual'} came within "
            f"{_span((run.extra or {}).get(f'buckets {first.name}', 1.0))} in which {first.usual:,.0f} events are usual"
            f"{others(run)}.{instead(run)}"
        )
        action = "Ask the producer's owner: an outage, a broken release, or events that no longer reach the topic."
        grave = first.seen < 1 and not instead(run)
        return Finding("high" if grave else "medium", numbers(run), f"Silence of {reason}", action, [], 0)


def _successor(state: RateState, name: str) -> str:
    """Return the product of the same type that began lately and has had what a silent one lacks; "" for none."""
    _, usual = _sum(state.streams[name], RECENT)
    beside = f"{name.partition(' ')[0]} of "
    new = [one for one, stream in state.streams.items() if one.startswith(beside) and stream.buckets <= BEGAN]
    return min([one for one in new if _sum(state.streams[one], RECENT)[0] >= usual], default="")


def _span(buckets: float) -> str:
    """Say how long so many buckets are.

    >>> _span(1.0), _span(4.0), _span(21.0)
    ('15 min', '1 h', '5 h 15 min')
    """
    hours, minutes = divmod(int(buckets * STEP_S // 60), 60)
    return " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0))


def _sum(stream: Stream, span: int) -> tuple[float, float]:
    """Return what was seen in the last buckets, and what is usual: no more than the last days had at that time.

    It is the sums that are compared: single quarters of an hour vary too much where few events come.
    """
    last = stream.recent[-span:]
    return sum([count for count, _ in last]), min(sum([usual for _, usual in last]), sum(stream.lately[-span:]))
