"""What a silence is measured by on weekends: what the stream itself had a week ago, and on its first nothing.

Counts are given by the quarter of an hour, as they stand once events are summed: weeks of them cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from detectors.rate_silence import RateSilence
from detectors.rate_state import RateState
from detectors.rollup import STEP_S, TOTAL
from tests.support.scenario import START

DAY, HOUR = 86_400.0, 3600.0
Share = Callable[[float], float]


def is_weekend(at: float) -> bool:
    """Tell whether a time since the start, a Monday's 08:00, lies on a Saturday or Sunday."""
    return int((at + 8 * HOUR) // DAY) % 7 in (5, 6)


def silences(days: float, products: dict[str, tuple[float, Share]]) -> list[str]:
    """Return which of several products fall silent, by what each has in an hour of the day, and its share of that.

    From 18 to 8 o'clock it is a fifth.
    """
    detector, state, random = RateSilence(), RateState(), Random(1)
    found: set[str] = set()
    for step in range(int(days * DAY / STEP_S)):
        at = step * STEP_S
        daily = 1.0 if 8 <= (at / HOUR + 8) % 24 < 18 else 0.2
        sums = {TOTAL: 0}
        for name, (an_hour, share) in products.items():
            mean = an_hour / 4 * daily * share(at)
            sums[f"product {name}"] = max(0, round(random.gauss(mean, mean**0.5)))
            sums[TOTAL] += sums[f"product {name}"]
        state.add(int((START + at) // STEP_S), "account.usage", "/api", sums)
        detector.settle(state, START + at)
        found |= {name for tally in state.tallies.values() for name in tally.extra or {}}
    return [name for name in products if any([one.endswith(f"account.usage of {name}") for one in found])]


def office(weekend: float) -> Share:
    """Return the share of use that remains on weekends."""
    return lambda at: weekend if is_weekend(at) else 1.0


def until(end: float, weekend: float = 1.0) -> Share:
    """Return as much, and nothing after a time."""
    return lambda at: 0.0 if at >= end else office(weekend)(at)


def test_quiet_on_a_second_saturday_of_what_rests_more_than_its_type() -> None:
    """Keys of machines make most of the type's events on a weekend; drafts are written by people at desks."""
    assert silences(13.5, {"api": (60, office(0.6)), "draft": (16, office(0.05)), "kb": (24, office(0.06))}) == []


def test_fires_on_a_second_saturday_on_which_what_does_not_rest_stops() -> None:
    assert silences(12.5, {"api": (60, until(12 * DAY + 4 * HOUR, 0.6)), "draft": (16, office(0.05))}) == ["api"]


def test_fires_on_a_weekday_of_what_rests_on_weekends() -> None:
    assert silences(9.5, {"api": (60, office(0.6)), "draft": (30, until(9 * DAY + 2 * HOUR, 0.05))}) == ["draft"]


def test_quiet_on_the_first_weekend_of_an_office() -> None:
    assert silences(7.0, {"draft": (4000, office(0.0)), "api": (300, office(1.0))}) == []


def test_fires_where_a_service_stops_that_was_busy_on_its_first_saturday() -> None:
    assert silences(5.4, {"api": (4000, until(5 * DAY + 5 * HOUR)), "chat": (300, office(1.0))}) == ["api"]
