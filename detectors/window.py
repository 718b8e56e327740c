"""Counting in sliding windows against the entity's own past: the working horse of the catalogue.

A window of `window_s` slides in steps of `step_s`. What is counted (`window_counts`) is the number of distinct members,
of events, or a sum. It is compared with the *peaks* of the entity's own past periods (`window_past`: an hour, or the
window if longer) in which it was active at all: a gamma-Poisson model whose prior is the population's, sharpened by a
decayed memory of those peaks (Farrington et al. 1996 in spirit). `window_report` says it to a reviewer.
"""

from __future__ import annotations

from detectors.base import Signal
from detectors.surprise import gamma_poisson, to_score
from detectors.window_judged import WindowJudged
from detectors.window_state import CROWDED, Crowd, WindowState, accounts_of, distinct, gather, united
from detectors.wording import about, within
from schemas.event import Event

__all__ = ["CROWDED", "Crowd", "WindowDetector", "WindowState", "accounts_of", "distinct", "gather", "united"]


class WindowDetector(WindowJudged):
    """Base of the windowed detectors. Cost: 2 to 4 microseconds an event; state: about 400 bytes for a quiet entity."""

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 60.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowPast`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        # Where nothing but the number of members decides, a member known to its bucket leaves a quiet window quiet.
        self._plain_least = self._as_here("_enough")
        self._plain_members = self._as_here("_enough", "refresh") and self.counts == "members"
        self._plain_put, self._counted_only = self._as_here("put"), self._as_here("remembers")
        self._plain_refresh = self._as_here("refresh", "_count", "_ends")
        # Where no other way leads to an alert than that many: `lacks` may say so.
        self._bare_least = self._as_here("_enough", "_ends", "_count", "_counted")
        self._counts_once = self._plain_refresh and self.counts != "total"
        self._asked: tuple[Event, WindowState, float, str | None] | None = None  # the last question; no part of answers

    def _as_here(self, *names: str) -> bool:
        """Tell whether a subclass has left these methods as they are here."""
        return all(getattr(type(self), name) is getattr(WindowDetector, name) for name in names)

    # The verbs.

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the fullest window around the event, the event included."""
        bucket, best = int(event.time // self.step_s), 0.0
        if state.newest <= bucket:  # as nearly always: no window ends later
            member = self.member(event)
            count = self._counted(state, bucket, event, member)
            self._asked = event, state, count, member
            if count > 1:
                best = gamma_poisson(count - 1, *self._past(state, bucket))
        else:
            for end in self._ends(state, bucket):
                count = self._count(state, end, event)
                if count > 1:
                    best = max(best, gamma_poisson(count - 1, *self._past(state, end)))
        return Signal(self.name, self.version, key, to_score(best), state.rate > 0, best)

    def lacks(self, event: Event, state: WindowState) -> str:
        """As in the base: how many are counted, where they are fewer than `least` and nothing else makes up for it."""
        if not self._bare_least:
            return ""
        asked = event if self.counts == "members" else None  # it is among the others already
        ends = self._ends(state, int(event.time // self.step_s))
        count = max([self._count(state, end, asked) for end in ends])
        if count >= self.least:
            return ""
        return f"it counts {about(count)} within {within(self.window_s)} and wants {self.least:g} or more"

    def _of_many(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event, which counts in it; None below `least`."""
        end = int(event.time // self.step_s)
        count = self._count(state, end, event)
        if count < self.least:
            return None
        surprise = self._weigh(state, end, count, self._past(state, end))
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Merge the event into its bucket, then look at every window it lies in."""
        asked, self._asked = self._asked, None
        member = asked[3] if asked is not None and asked[0] is event else self.member(event)
        if (member is None) if self._counted_only else not self.remembers(event):
            return False
        return self._take(event, state, member, None if asked is None else self._answered(asked, event, state))

    def _take(self, event: Event, state: WindowState, member: str | None, count: float | None) -> bool:
        """Put an event into its bucket and look at every window it lies in; `count`: see `_answered`."""
        bucket = int(event.time // self.step_s)
        if bucket in state.tallies:
            tally = state.tallies[bucket]
            size = len(tally.members)
        else:
            tally, size = self.tally(state, bucket), -1
        if self._plain_put and not state.crowds:
            self._put(event, tally, member)
        else:
            self.admit(event, state, bucket)
        if size == len(tally.members) and self._plain_members and state.newest == bucket:
            period = int(bucket * self.step_s // self.period_s)
            if state.peaks.get(period, self.least) < self.least:
                return tally.hot
        return self._review(state, bucket, count)

    def _review(self, state: WindowState, bucket: int, count: float | None) -> bool:
        """As `refresh`, where nothing ends later without its loop; `count`: see `_answered`."""
        if state.newest != bucket or not self._plain_refresh:
            return self.refresh(state, bucket)
        if count is None or state.crowds:
            count = self._counted(state, bucket, None, None)
        return self._view(state, bucket, count) or state.tallies[bucket].hot

    def _answered(self, asked: tuple[Event, WindowState, float, str | None], event: Event,
                  state: WindowState) -> float | None:  # fmt: skip
        """Return the count with the event in it where `score` has just found it, and it is exact: not to count twice.

        Sums of fractions are left out, since their last digits depend on the order of adding.
        """
        if asked[0] is not event or asked[1] is not state or not self._counts_once:
            return None
        return asked[2] if asked[2] <= CROWDED else None
