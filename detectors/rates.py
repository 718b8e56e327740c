"""Rates of every event type, over the site, by producer and by product, against their own season.

A closed quarter of an hour is compared with a forecast: the stream's level (gamma-Poisson, halved after three days)
times the usual ratio of that hour of the week, which all streams of a type share (Farrington et al. 1996 in spirit).
The spread about the forecast is learned as well and starts at the population's, so the predictive is negative binomial.
What has not been seen yet (a first night, a first weekend) widens it. Buckets are closed in order by event time, when
nothing can be missing, whether or not anything came: so that silence is noticed.
"""

from __future__ import annotations

from abc import abstractmethod
from math import inf, log10
from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Signal
from detectors.rate_marks import RateMarks
from detectors.rate_season import Hour
from detectors.rate_state import LEAP, RateState, hour_of
from detectors.rate_stream import HOUR_BUCKETS, Stream
from detectors.rollup import STEP_S, TOTAL, sums_of
from detectors.surprise import to_score
from schemas.event import Event
from schemas.values import EVENT_TYPES

GRACE_S = 300.0  # after a bucket's end: sums of partitions that had been quiet
NOTHING_CAME = {TOTAL: 0}  # what is counted in a bucket without events; never changed


class Rates(RateMarks):
    """Base. Cost: 20 microseconds a stream and closed bucket, next to nothing an event. State: about 1 KB a stream."""

    keyed_by = "site"
    kinds = EVENT_TYPES
    area = "signal_health"
    state_type = RateState
    heeds_score = False
    summed = True
    step_s = STEP_S
    settings = ("least",)
    mixes: ClassVar[bool] = False  # whether the usual sorts of a stream's events are kept
    quartered: ClassVar[bool] = False  # whether what each stream had in each quarter of the day is kept
    grace: ClassVar[int] = 4  # closed buckets before anything is said

    def __init__(self, alert_at: float = 0.5, *, least: float = 20.0) -> None:
        """`least`: counts (or forecasts, for what is missing) below this are never accused."""
        super().__init__(alert_at)
        self.least = least

    @abstractmethod
    def judge(self, stream: Stream, count: float, forecast: float, hour: Hour, bucket: int) -> float:
        """Return the surprise (>= 0) of a closed bucket; may keep its own evidence in the stream."""

    def usual(self, stream: Stream, hour: Hour, bucket: int, level: float, factor: float) -> float:
        """Return the count that a bucket is judged by: the stream's `level` at the season's `factor`."""
        return level * factor

    def keep(self, stream: Stream, bucket: int) -> None:
        """Take a closed bucket, the newest, into what else the detector keeps of a stream; most keep nothing."""

    def score(self, event: Event, state: RateState, key: str) -> Signal | None:
        """Return the surprise of the bucket so far; None before its stream is known."""
        stream = state.streams.get(event.type)
        if stream is None:
            return None
        bucket = int(event.time // STEP_S)
        kinds = state.open.get(bucket, {}).get(event.type, {})
        count = sum([sums[TOTAL] for sums in kinds.values()]) + sums_of(event)[TOTAL]
        surprise = self.so_far(state, stream, event.type, bucket, float(count))
        return Signal(self.name, self.version, key, to_score(surprise), stream.buckets >= self.grace, surprise)

    def so_far(self, state: RateState, stream: Stream, kind: str, bucket: int, count: float) -> float:
        """Return the surprise of a bucket that is not over; 0 for what shows only at its end."""
        return 0.0

    def learn(self, event: Event, state: RateState, signal: Signal | None) -> bool:
        """Add the counts to their bucket; True where the first bucket of all begins to wait for its end."""
        bucket = int(event.time // STEP_S)
        if bucket < state.next:
            return False  # too late to be judged
        state.add(bucket, event.type, event.source, sums_of(event))
        return state.next < 0 and len(state.open) == 1

    def unsettled(self, state: RateState) -> float:
        """Return when the first open bucket can be closed."""
        first = state.next if state.next >= 0 else min(state.open, default=-1)
        return (first + 1) * STEP_S + GRACE_S if first >= 0 else inf

    def settle(self, state: RateState, watermark: float) -> bool:
        """Close every bucket that is over, in order, the empty ones too; at the end of input nothing is."""
        if watermark == inf or (due := self.unsettled(state)) > watermark:
            return False
        last = int((watermark - GRACE_S) // STEP_S) - 1
        first = int((due - GRACE_S) // STEP_S) - 1
        for bucket in range(first if last - first < LEAP else min(state.open, default=last), last + 1):
            self._close(state, bucket)
        state.next = last + 1
        state.forget()
        return bool(state.tallies)  # all are hot

    def _close(self, state: RateState, bucket: int) -> None:
        found, slot = state.take(bucket), hour_of(bucket)
        state.admit(found)
        judged = log10(max(1, len(state.streams)))  # many are asked at once
        hours: dict[str, Hour] = {}
        usual: dict[str, tuple[float, float]] = {}  # each stream's level, and its season's factor
        for name, stream in state.streams.items():
            kind = name.partition(" ")[0]
            if kind not in hours:
                hours[kind] = state.season(kind).at(slot)
            hour, sums = hours[kind], found[name] if name in found else NOTHING_CAME  # no `get`: a call
            level = stream.level()
            factor = hour.factor(level)
            usual[name] = level, factor
            count, forecast = float(sums[TOTAL]), self.usual(stream, hour, bucket, level, factor)
            stream.await_bucket(bucket, count, forecast, quartered=self.quartered)
            surprise = self.judge(stream, count, forecast, hour, bucket) - judged
            if surprise >= self.hot_from and stream.buckets >= self.grace:
                self.mark(state, bucket, name, surprise)
                self.prepare(stream, sums, state.tallies[bucket], name)
        self._teach(state, bucket, found, hours, usual)

    def _teach(self, state: RateState, bucket: int, found: dict[str, dict[str, int]], hours: dict[str, Hour],
               usual: dict[str, tuple[float, float]]) -> None:  # fmt: skip
        slot, begins = hour_of(bucket), bucket % HOUR_BUCKETS == 0
        for name, stream in state.streams.items():
            kind, _, part = name.partition(" ")
            sums, hour = found[name] if name in found else NOTHING_CAME, hours[kind]
            ratio = stream.learn(float(sums[TOTAL]), *usual[name], week_seen=hour.week_seen)
            if self.mixes:
                stream.blend(sums)
            if self.quartered:
                stream.note_quarter(bucket)
            self.keep(stream, bucket)
            if not part:
                state.seasons[kind].learn(slot, ratio if ratio < 10.0 else 10.0, begins=begins)

    def prune(self, state: RateState, watermark: float) -> None:
        """Close what is over; only hot tallies are kept, and those until their alert closes."""
        self.settle(state, watermark - LATENESS_MAX_S)
