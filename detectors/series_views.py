"""The views of a numeric series that are ranked apart and pooled: its level, its changes, its unrest."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from msgspec import Struct, field

from detectors.pooled_tail import PooledTail
from detectors.ranks import Ranks, bin_of
from detectors.river_models import Level, learn_level

# What has just stood out lowers the rank of what follows it for a hundred steps, by a third at most
KEEP, DISCOUNT = 0.99, 0.3
SHORT, LONG = 6, 12  # steps: half an hour and an hour of a five-minute series


class Views(Struct, array_like=True):
    """All that is remembered of a series: about 6 KB once it has run for weeks."""

    recent: list[float] = field(default_factory=list)  # the newest 2 * LONG values
    level: Level = field(default_factory=Level)
    heights: Ranks = field(default_factory=Ranks)
    smooth: Ranks = field(default_factory=Ranks)
    change: Ranks = field(default_factory=Ranks)
    shift: Ranks = field(default_factory=Ranks)
    unrest: Ranks = field(default_factory=Ranks)
    off: Ranks = field(default_factory=Ranks)
    tail: PooledTail = field(default_factory=PooledTail)
    standing: float = 0.0  # the surprise of what stood out lately, fading
    first: float = 0.0  # time of the first value
    days: dict[int, float] = field(default_factory=dict)  # each past day's highest value


class Look(NamedTuple):
    """A value as the views see it, each by the bin of its ranks, and how surprising that is before it is learned.

    `value`: itself; `smooth`: mean of the last SHORT values; `change`; `shift` of the hour's mean; `unrest` within the
    hour; `off`: distance from the level in standard deviations. `pooled`: the sum of their surprises; `surprise`: how
    rare such a sum is in the series' own past.
    """

    value: int
    smooth: int
    change: int
    shift: int
    unrest: int
    off: int
    pooled: float
    surprise: float


def look(views: Views, value: float) -> Look:
    """Return what the views see in the next value; its own past calibrates each. Cost: 25 microseconds."""
    found = [bin_of(seen) for seen in (value, *_seen(views, value))]
    height, smooth, change, shift, unrest, off = found
    pooled = (
        views.heights.above(height) + views.heights.below(height) + views.smooth.above(smooth)
        + views.smooth.below(smooth) + views.change.above(change) + views.shift.above(shift)
        + views.unrest.above(unrest) + views.off.above(off)
    )  # fmt: skip
    rare = max(0.0, views.tail.surprise(pooled))
    return Look(height, smooth, change, shift, unrest, off, pooled, rare)


def _seen(views: Views, value: float) -> tuple[float, float, float, float, float]:
    """Return what `Look` says of a value; all >= 0 but the first, in the series' own unit."""
    hour = [*views.recent[1 - LONG :], value]
    before = views.recent[1 - 2 * LONG : 1 - LONG]
    mean = sum(hour) / len(hour)
    short = hour[-SHORT:]
    level = views.level
    spread = sqrt(max(0.0, level.variance)) + 0.001 * abs(level.mean) + 1e-9
    return (
        sum(short) / len(short),
        abs(value - views.recent[-1]) if views.recent else 0.0,
        abs(mean - sum(before) / LONG) if len(before) == LONG else 0.0,
        sqrt(sum([(x - mean) ** 2 for x in hour]) / LONG) if len(hour) == LONG else 0.0,
        abs(value - level.mean) / spread if level.n else 0.0,
    )


def onset(views: Views, seen: Look) -> float:
    """Return the surprise less a share of what has just stood out."""
    return max(0.0, seen.surprise - DISCOUNT * views.standing)


def learn(views: Views, value: float, seen: Look, fading: float) -> None:
    """Take the value, and what `look` saw in it, into every view. Cost: 8 microseconds."""
    views.standing = max(KEEP * views.standing, seen.surprise)
    views.tail.learn(seen.pooled)
    views.heights.learn(seen.value)
    views.smooth.learn(seen.smooth)
    views.change.learn(seen.change)
    views.shift.learn(seen.shift)
    views.unrest.learn(seen.unrest)
    views.off.learn(seen.off)
    learn_level(views.level, value, fading)
    views.recent.append(value)
    del views.recent[: -2 * LONG]
