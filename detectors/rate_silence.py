"""Silence and drops: a stream of events that has all but stopped, with nobody to accuse."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.base import Finding
from detectors.rate_season import WEEK_HOURS, Hour
from detectors.rate_state import RateState, hour_of
from detectors.rate_stream import DAY_BUCKETS, HOUR_BUCKETS, RECENT, Stream
from detectors.rate_words import INSTEAD, instead, lasting, lines, numbers, others
from detectors.rates import Rates
from detectors.surprise import gamma_poisson_below
from detectors.tally import Tally

SPANS = (1, 2, 3, 4, RECENT)  # buckets: a quarter of an hour up to an hour, and four hours
SHARE = 0.2  # of the forecast: what is more is a quiet day or a holiday
PRESENT = 0.5  # share of the time that a stream must have been there: a batch that is over has not fallen silent
BEGAN = DAY_BUCKETS + RECENT  # buckets: a product begun so lately may have taken another's place
LOW_MOST = 16  # buckets in a row that are accused: then it is known
WEEKEND = range(48, 96)  # hours of the week (`hour_of`): a Saturday and a Sunday, UTC


class RateSilence(Rates):
    """The lower tail of the last quarter of an hour, hour and four hours, whether or not an event came at all.

    Stays quiet on nights and weekends, and at a night or weekend never seen before: on its first Saturday and Sunday a
    stream must have been at half its usual in the hours just before, since what an office uses does not begin that day.
    From the second week on no more is expected than the stream itself had a week ago in that hour and the next: a
    type's streams share their season, and one may have a tenth on a Sunday of which another has half. So it fails at
    hours that were as silent a week ago. A stream of a few events an hour is too thin for it. The forecast's error is
    taken to last over the span, so that a holiday is not silence. No hour is expected to be busier than that of other
    days: what made it so a week ago may have been a sale. Nor is more expected than the stream itself had at that time
    of the last days: a nightly job is over before its hour is. Where an hour of the day has differed from day to day,
    as where a few people's shifts make most of a stream, that is added to the forecast's spread: the shift that begins
    late is no silence. Medium at most where one product is silent, and one that began within a day has had as many
    events in the same time: people move to a new version. A file of events in which one producer's end hours before the
    others' tells of a silence at its end: it is one.
    """

    name = "rate_silence"
    version = 2
    grace = DAY_BUCKETS
    quartered = True

    def usual(self, stream: Stream, hour: Hour, bucket: int, level: float, factor: float) -> float:
        """See `Rates`."""
        weeks, usual = stream.weeks, level * min(factor, hour.daily(level))
        slot = bucket // HOUR_BUCKETS % WEEK_HOURS  # `hour_of`, and no calls below: of each stream and bucket
        if not weeks or weeks[slot] < 0:
            return usual
        beside = weeks[(slot + 1) % WEEK_HOURS]  # one hour is chance, and the one before is this week's
        own = (weeks[slot] + (beside if beside > weeks[slot] else weeks[slot])) / (2 * HOUR_BUCKETS)
        return own if own < usual else usual

    def judge(self, stream: Stream, count: float, forecast: float, hour: Hour, bucket: int) -> float:
        """See `Rates`."""
        best = 0.0
        if hour.day_seen and stream.present > PRESENT * stream.exposed and (missing := [*self._missing(stream)]):
            variance, first = self._variance(stream, hour, bucket), _is_first_weekend(stream, bucket)
            for span, seen, usual in missing:
                if first and not _was_up(stream, span, usual):
                    continue
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
            slot = bucket // HOUR_BUCKETS % WEEK_HOURS  # as in `usual`
            stream.note_day(slot % 24, now, (all_four[0] - now[0], all_four[1] - now[1]))
            stream.note_week(slot, now[0])

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
            f"{lasting((run.extra or {}).get(f'buckets {first.name}', 1.0))} in which {first.usual:,.0f} events are "
            f"usual{others(run)}.{instead(run)}"
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


def _is_first_weekend(stream: Stream, bucket: int) -> bool:
    """Tell whether a stream has never been seen at this hour of a Saturday or Sunday."""
    slot = hour_of(bucket)
    return slot in WEEKEND and (not stream.weeks or stream.weeks[slot] < 0)


def _was_up(stream: Stream, span: int, usual: float) -> bool:
    """Tell whether a stream stood, before the buckets that lack most, at half of what is usual in these."""
    before = stream.recent[:-span]
    return bool(before) and sum([count for count, _ in before]) / len(before) >= PRESENT * usual / span


def _sum(stream: Stream, span: int) -> tuple[float, float]:
    """Return what was seen in the last buckets, and what is usual: no more than the last days had at that time.

    It is the sums that are compared: single quarters of an hour vary too much where few events come.
    """
    last = stream.recent[-span:]
    return sum([count for count, _ in last]), min(sum([usual for _, usual in last]), sum(stream.lately[-span:]))
