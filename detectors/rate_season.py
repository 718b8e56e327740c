"""The season of a type of events: how busy each hour of the week is, as a ratio to the streams' level."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

WEEK_HOURS = 168
SEASON_KEEP = 0.7  # a week's weight in the season of its hours, after one more
LEVEL_LEAST = 0.1  # below, a level says nothing more of how many buckets are worth one
SEEN_FROM = 3.5  # weight of an hour that was seen to its end, less what has faded of it


class Hour(NamedTuple):
    """What a season says of one hour of the week: decayed sum and weight, and those of that hour over all days.

    `day_seen`, `week_seen`: whether it was seen, whole, on any day, and on this day of the week. Looked up once, it
    answers for all streams of a type.
    """

    sums: float
    weight: float
    day_sums: float
    day_weight: float
    day_seen: bool
    week_seen: bool

    def factor(self, level: float) -> float:
        """Return the hour's usual ratio: by hour of the week, drawn towards that of the day, and that towards one."""
        doubt = 1.0 + 4.0 / (level if level > LEVEL_LEAST else LEVEL_LEAST)  # as `_doubt`: not called at every event
        daily = (self.day_sums + doubt) / (self.day_weight + doubt)
        return (self.sums + doubt * daily) / (self.weight + doubt)

    def daily(self, level: float) -> float:
        """Return the usual ratio of that hour over all days of the week."""
        doubt = _doubt(level)
        return (self.day_sums + doubt) / (self.day_weight + doubt)


class Season(Struct, array_like=True):
    """Ratios to the level by hour of the week, decayed sums and weights. Shared by all streams of a type."""

    sums: dict[int, float] = field(default_factory=dict)
    weights: dict[int, float] = field(default_factory=dict)

    def at(self, hour: int) -> Hour:
        """Return what is known of an hour of the week."""
        sums, weights = self.sums, self.weights
        known = [day for day in range(hour % 24, WEEK_HOURS, 24) if day in weights]
        seen = [day for day in known if weights[day] > SEEN_FROM]
        whole, weight = sum([sums[day] for day in known]), sum([weights[day] for day in known])
        return Hour(sums.get(hour, 0.0), weights.get(hour, 0.0), whole, weight, bool(seen), hour in seen)

    def learn(self, hour: int, ratio: float, *, begins: bool) -> None:
        """Take in one bucket; `begins` where it is the hour's first, so that earlier weeks fade once."""
        keep = SEASON_KEEP if begins else 1.0
        sums, weights = self.sums, self.weights  # no `get`: a call for every stream of every bucket
        sums[hour] = keep * (sums[hour] if hour in sums else 0.0) + ratio
        weights[hour] = keep * (weights[hour] if hour in weights else 0.0) + 1.0


def _doubt(level: float) -> float:
    """Return how many buckets the coarser answer is worth: small counts say little."""
    return 1.0 + 4.0 / max(level, LEVEL_LEAST)
