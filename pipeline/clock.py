"""Event time's progress: how far the input has surely come.

A watermark is per input partition. Inside one, each CloudEvents `source` (a producer) has its own newest time, and
the watermark follows the weighted median of them, so that a producer with a wrong clock moves nobody else's windows
as long as it sends less than half. A leap by more than a day must be confirmed by two more events in a row before even
its own producer follows it, and of the first events of all the earliest is believed.
"""

from __future__ import annotations

from operator import attrgetter

from msgspec import Struct

LEAP_S = 86_400.0
AHEAD_S = 3600.0  # of the watermark: in step with the others no source is so far
EARLY_S = 86_400.0  # of an input's beginning: nobody knows better who is new
CONFIRMATIONS = 3
SOURCES_KEPT = 64
_DECAY_AT = 1 << 12  # halve the weights when they add up to this: what was sent lately counts
NEVER, IDLE = float("-inf"), float("inf")
_newest = attrgetter("newest")


class _Source(Struct, array_like=True):
    newest: float
    weight: float = 0.0
    ahead: int = 0  # events seen in a row that leapt


class SourceClock(Struct, array_like=True):
    """The watermark of one input partition, in seconds of event time. Part of the checkpointed state."""

    lateness_s: float = 300.0
    sources: dict[str, _Source] = {}
    total: float = 0.0
    watermark: float = NEVER
    observed_s: float = 0.0  # the largest lateness seen lately, up to the bound
    sure: bool = False  # enough events have agreed for a watermark
    began: float = IDLE  # the earliest time of all

    @property
    def slack_s(self) -> float:
        """Return how much of the lateness bound nobody uses: in an orderly input the newest event is soon sure."""
        slack = self.lateness_s - 2 * self.observed_s
        return slack if slack > 0.0 else 0.0

    def see(self, source: str, time: float) -> float:
        """Take one event's time; return the watermark after it. It never goes back."""
        if time < self.began:
            self._begin(time)
        known = self.sources[source] if source in self.sources else self._add(source, time)
        known.weight += 1
        self.total += 1
        if known.newest <= time <= known.newest + LEAP_S:  # as nearly always
            known.ahead, known.newest = 0, time
        else:
            self._follow(known, time)
        if self.total > _DECAY_AT:
            self._decay()
        self.sure = self.sure or self.total >= CONFIRMATIONS
        if self.sure:
            # One that sends most is the median itself: nothing to be ranked.
            mark = (known.newest if 2 * known.weight > self.total else self._median()) - self.lateness_s
            if mark > self.watermark:  # noqa: PLR1730  # once an event: `max` takes three times as long
                self.watermark = mark
        return self.watermark

    def is_far(self, time: float) -> bool:
        """Tell whether a time is so far ahead of the watermark that the clock does not follow it (yet)."""
        return time - self.lateness_s - LEAP_S > self.watermark > NEVER

    def _begin(self, time: float) -> None:
        if self.began == IDLE and self.total:
            self.began = NEVER  # as stored by a release that did not ask for it: it has run for long
        elif time >= self.watermark:
            self.began = time

    def _follow(self, known: _Source, time: float) -> None:
        behind = known.newest - time
        if behind < -LEAP_S:
            known.ahead += 1
            if known.ahead < CONFIRMATIONS:
                return
        known.ahead = 0
        if behind <= 0:
            known.newest = time
        elif behind <= self.lateness_s:
            self.observed_s = max(self.observed_s, behind)
        elif behind > LEAP_S and not self.sure:
            known.newest = time  # of two first events that disagree so much, the earlier is believed

    def _add(self, source: str, time: float) -> _Source:
        if len(self.sources) >= SOURCES_KEPT:
            lightest = min(self.sources, key=lambda name: (self.sources[name].weight, name))
            self.total -= self.sources.pop(lightest).weight
        known = self.sources[source] = _Source(time)
        return known

    def _decay(self) -> None:
        for known in self.sources.values():
            known.weight /= 2
        self.total /= 2
        self.observed_s /= 2

    def _median(self) -> float:
        """Return the lower weighted median of the sources' newest times."""
        below = 0.0
        ranked = sorted(self.sources.values(), key=_newest)
        for known in ranked:
            below += known.weight
            if below * 2 >= self.total:
                return known.newest
        return ranked[-1].newest
