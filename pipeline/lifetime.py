"""How long an entity lives that nothing touches, in event time."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S
from detectors.report_records import DAY_HOURS, HOUR_S, LASTS
from pipeline.clock import LEAP_S
from pipeline.keystate import KeyState
from pipeline.keystate_codec import Head

POSTS = ("post:", "event:")  # what a verdict may still be about, a week back and no longer
POSTS_TTL_S = 8 * 86_400.0
RECORDS = "reporter:"  # what became of somebody's reports: touched by verdicts only, and believed for long after
RECORDS_TTL_S = (LASTS + 7 * DAY_HOURS) * HOUR_S
WORTH_S, WORTH_MOST = 3600.0, 24  # an entity seen again counts as an hour younger each time, up to a day

NEVER = float("-inf")


class Lifetime:
    """One partition's: `ttl_s` untouched (posts sooner, reporters' records later) and it is as if never seen.

    One with an open alert is kept, but for an alert that nobody has closed for twice that long.
    """

    def __init__(self, ttl_s: float) -> None:
        self.ttl_s, self.least_s = ttl_s, min(ttl_s, POSTS_TTL_S)
        self.floor, self.ahead = NEVER, float("inf")  # no event is older; beyond, none touches anything

    def at(self, watermark: float) -> None:
        """Say how far event time is: nobody's age is told by an event that is far off it, late or early."""
        if watermark > NEVER:
            self.floor, self.ahead = watermark - LATENESS_MAX_S, watermark + LEAP_S

    def now(self, time: float) -> float:
        """Return the time that an event of `time` tells."""
        return max(min(time, self.ahead), self.floor)

    def outlived(self, key: str, state: KeyState, now: float) -> bool:
        """Tell whether a state has expired by `now`."""
        return now - state.touched > self.of(key) and (not state.opened or self.floor - state.touched > 2 * self.ttl_s)

    def over(self, key: str, head: Head) -> bool:
        """Tell whether what is stored can be removed: no event that may still come would find it."""
        return self.floor - head.touched > self.of(key) * (2 if head.opened else 1)

    def of(self, key: str) -> float:
        """Return how long an entity of this name lives, in seconds."""
        if key.startswith(POSTS):
            return self.least_s
        return max(RECORDS_TTL_S, self.ttl_s) if key.startswith(RECORDS) else self.ttl_s


def worth(head: Head) -> float:
    """Return by what entities above the cap are ranked: seen longest ago and least often goes first."""
    return head.touched + WORTH_S * min(head.seen - 1, WORTH_MOST)
