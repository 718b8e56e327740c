"""The views of a numeric series that are ranked apart and pooled: its level, its changes, its unrest."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from msgspec import Struct, field

from detectors.pooled_tail import PooledTail, beyond_tail, part_of, tail_of
from detectors.ranks import BINS_A_FOLD, Ranks
from detectors.recurrence import noted
from detectors.river_models import NEW, Level, learned

# What has just stood out lowers the rank of what follows it for a hundred steps, by a third at most
KEEP, DISCOUNT = 0.99, 0.3
WORTH_ASKING = 3.0  # surprise of the sum below which the views' own tails need not be asked
HALF_A_BIN = 0.5 / BINS_A_FOLD  # the least mean excess of a view's largest values that can be told
SHORT, LONG = 6, 12  # steps: half an hour and an hour of a five-minute series
SPANS = 1, SHORT, 1, LONG, LONG, 1  # of each view, in steps: within one, largest values are one and the same peak


class Views(Struct, array_like=True):
    """All that is remembered of a series: about 6 KB once it has run for weeks."""

    recent: list[float] = field(default_factory=list)  # the newest 2 * LONG values
    level: Level = NEW
    heights: Ranks = field(default_factory=Ranks)
    smooth: Ranks = field(default_factory=Ranks)
    change: Ranks = field(default_factory=Ranks)
    shift: Ranks = field(default_factory=Ranks)
    unrest: Ranks = field(default_factory=Ranks)
    off: Ranks = field(default_factory=Ranks)
    tail: PooledTail = field(default_factory=PooledTail)
    standing: float = 0.0  # the surprise of what stood out lately, fading
    first: float = 0.0  # time of the first value
    days: bytes = b""  # each past day's highest value: `detectors.recurrence`


class Look(NamedTuple):
    """A value as the views see it, and how surprising that is before it is learned.

    `found`: for the value itself; the mean of the last SHORT values; its change; the shift of the hour's mean; the
    unrest within the hour; its distance from the level in standard deviations: each one's bin, how many values of its
    past lie there or higher, and the surprise of that. `part`, `beyond`: bin of the sum of their surprises, likewise;
    `surprise`: how rare such a sum is in the series' own past.
    """

    found: tuple[tuple[int, float, float], ...]
    part: int
    beyond: float
    surprise: float


def look(views: Views, value: float) -> Look:
    """Return what the views see in the next value; its own past calibrates each. Cost: 10 microseconds."""
    smooth, change, shift, unrest, off = _seen(views, value)
    found = (
        views.heights.rank(value), views.smooth.rank(smooth), views.change.rank(change), views.shift.rank(shift),
        views.unrest.rank(unrest), views.off.rank(off),
    )  # fmt: skip
    (height, higher, h), (mean, above, m), (_, _, c), (_, _, s), (_, _, u), (_, _, o) = found
    pooled = h + views.heights.below(height, higher) + m + views.smooth.below(mean, above) + c + s + u + o
    part = part_of(pooled)
    beyond = views.tail.beyond(part)
    surprise = views.tail.surprise(pooled, part, beyond)
    if surprise >= WORTH_ASKING:
        surprise = min(surprise, _most(views, found))
    return Look(found, part, beyond, max(0.0, surprise))


def _most(views: Views, found: tuple[tuple[int, float, float], ...]) -> float:
    """Return the most that the spread of a view's own largest values, or smallest, lets one say of a value.

    Bins are logarithmic, so that the tail fitted is a power's (Hill 1975), its exponent a guess itself: where the ten
    largest of 200 values lie over a factor of five, one three times as large as any is no wonder. The sum of ranks
    does not know that, as a new record is one however far it goes.
    """
    ranks = views.heights, views.smooth, views.change, views.shift, views.unrest, views.off
    asked = [(one, index, span) for one, (index, _, _), span in zip(ranks, found, SPANS, strict=True)]
    return max([_far(*one) for one in asked] + [_far(*one, low=True) for one in asked[:2]])


def _far(ranks: Ranks, index: int, span: int, *, low: bool = False) -> float:
    """Return how surprising a value of that bin is by its view's own tail; `low`: that of small values."""
    start, peaks, excess = tail_of(ranks, low=low)
    distance = (index + 0.5) / BINS_A_FOLD - start
    distance = -distance if low else distance
    if distance <= 0:
        return 0.0
    return beyond_tail(ranks.n, distance, peaks, max(excess, HALF_A_BIN), max(1.0, peaks / span))


def _seen(views: Views, value: float) -> tuple[float, float, float, float, float]:
    """Return what `Look` says of a value; all >= 0 but the first, in the series' own unit."""
    recent, level = views.recent, views.level
    hour = [*recent[1 - LONG :], value]
    mean = sum(hour) / len(hour)
    short = hour[-SHORT:]
    spread = sqrt(max(0.0, level.variance)) + 0.001 * abs(level.mean) + 1e-9
    return (
        sum(short) / len(short),
        abs(value - recent[-1]) if recent else 0.0,
        abs(mean - sum(recent[1 - 2 * LONG : 1 - LONG]) / LONG) if len(recent) >= 2 * LONG - 1 else 0.0,
        sqrt(sum([(x - mean) ** 2 for x in hour]) / LONG) if len(hour) == LONG else 0.0,
        abs(value - level.mean) / spread if level.n else 0.0,
    )


def onset(views: Views, seen: Look) -> float:
    """Return the surprise less a share of what has just stood out."""
    return max(0.0, seen.surprise - DISCOUNT * views.standing)


def learn(views: Views, value: float, seen: Look, time: float, fading: float) -> None:
    """Take the value, and what `look` saw in it, into every view. Cost: 4 microseconds."""
    views.standing = max(KEEP * views.standing, seen.surprise)
    views.tail.learn(seen.part, seen.beyond)
    ranks = views.heights, views.smooth, views.change, views.shift, views.unrest, views.off
    for one, (index, beyond, _) in zip(ranks, seen.found, strict=True):
        one.learn(index, beyond)
    views.level = learned(views.level, value, fading)
    views.days = noted(views.days, time, value)
    views.recent.append(value)
    del views.recent[: -2 * LONG]
