"""What an account without a key made on each day."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

from detectors.base import State
from detectors.nothing import NOTHING
from detectors.recurrence import days_of
from detectors.tally import Tally
from detectors.usage_shares import added, sums

LIMITED = "limited"  # requests refused as too many


class DayState(State, array_like=True):
    """Tallies by day, with requests as totals; `days`: those of days that are over; `newest`: the last event's time.

    `bar`: below so many requests day `barred` can be no surprise, as its earlier days show. `made`: requests of
    the days up to `made_to`, by what stands for their product (`detectors.usage_shares`).
    """

    tallies: dict[int, Tally] = NOTHING
    days: bytes = b""
    newest: float = float("-inf")
    barred: int = -1
    bar: float = 0.0
    made: dict[int, int] = NOTHING
    made_to: int = -1

    def remember(self, over: Sequence[int]) -> None:
        """Add up what was made on days that are over, each once."""
        if new := [self.tallies[day] for day in over if day > self.made_to]:
            self.made = added(self.made, sums(new)) or NOTHING
            self.made_to = max(over)

    def told(self, day: int) -> list[Tally]:
        """Return the tallies of a day and those after it, and of earlier ones that an alert is about."""
        return [tally for at, tally in self.tallies.items() if at >= day or tally.hot]

    def ever(self) -> dict[int, int]:
        """Return all that was ever made, by what stands for its product."""
        return added(self.made, sums([tally for day, tally in self.tallies.items() if day > self.made_to]))


def asked(tally: Tally) -> float:
    """Return a day's answered requests, and as many at most that were too many: who is given nothing is stuck."""
    extra = tally.extra
    return tally.total + (min(extra[LIMITED], tally.total) if extra and LIMITED in extra else 0.0)


class Past(NamedTuple):
    """An account's earlier days: how many, mean and variance of log(1 + requests), the fullest's requests."""

    days: dict[int, float]
    n: int
    mean: float
    variance: float
    fullest: float


def past_of(state: DayState, day: int) -> Past:
    """Return the days before one."""
    days = days_of(state.days) | {
        at: asked(tally) if tally.extra and LIMITED in tally.extra else tally.total
        for at, tally in state.tallies.items()
    }
    days = {at: total for at, total in days.items() if at < day and total > 0}
    logs = [log1p(days[at]) for at in sorted(days)]
    n = len(logs)
    mean = sum(logs) / max(n, 1)
    variance = sum([(one - mean) ** 2 for one in logs]) / max(n, 1)
    return Past(days, n, mean, variance, max(days.values(), default=0.0))
