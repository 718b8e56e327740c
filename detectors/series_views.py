"""The views of a numeric series that are ranked apart and pooled: its level, its changes, its unrest."""

from __future__ import annotations

from math import sqrt

from msgspec import Struct, field

from detectors.pooled_tail import PooledTail
from detectors.ranks import Ranks
from detectors.river_models import Level, learn_level

KEEP, DISCOUNT = (
    0.99,
    0.3,
)  # what has just stood out lowers the rank of what follows it for a hundred steps, by a third at most
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


def look(views: Views, value: float) -> tuple[float, float, float, float, float]:
    """Return (mean of the last SHORT values, change, shift of the hour's mean, unrest within it, distance from level).

    All >= 0 but the first, in the series' own unit; the last in standard deviations.
    """
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
        sqrt(sum((x - mean) ** 2 for x in hour) / LONG) if len(hour) == LONG else 0.0,
        abs(value - level.mean) / spread if level.n else 0.0,
    )


def pooled(views: Views, value: float) -> float:
    """Return the sum of the surprises of all views, both tails for the level: its own past calibrates it."""
    smooth, change, shift, unrest, off = look(views, value)
    return (
        views.heights.above(value) + views.heights.below(value) + views.smooth.above(smooth)
        + views.smooth.below(smooth) + views.change.above(change) + views.shift.above(shift)
        + views.unrest.above(unrest) + views.off.above(off)
    )  # fmt: skip


def surprise(views: Views, value: float) -> tuple[float, float]:
    """Return how rare the pooled surprise is in the series' own past, and that less a share of what just stood out."""
    full = max(0.0, views.tail.surprise(pooled(views, value)))
    return full, max(0.0, full - DISCOUNT * views.standing)


def learn(views: Views, value: float, fading: float) -> None:
    """Take the value into every view. Cost with `surprise`: 80 microseconds."""
    smooth, change, shift, unrest, off = look(views, value)
    total = pooled(views, value)
    views.standing = max(KEEP * views.standing, views.tail.surprise(total))
    views.tail.learn(total)
    views.heights.learn(value)
    for ranks, seen in ((views.smooth, smooth), (views.change, change), (views.shift, shift), (views.unrest, unrest),
                        (views.off, off)):  # fmt: skip
        ranks.learn(seen)
    learn_level(views.level, value, fading)
    views.recent.append(value)
    del views.recent[: -2 * LONG]
