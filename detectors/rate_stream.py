"""What is remembered of one stream of events (a type over the site, from one producer, of one product)."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.drift import Drift
from detectors.rate_season import WEEK_HOURS
from detectors.rollup import STEP_S

DAY_BUCKETS = int(86_400 // STEP_S)
KEEP = 0.5 ** (1 / (3 * DAY_BUCKETS))  # a bucket's weight in the level is halved after three days
SPREAD_PRIOR, SPREAD_WEIGHT = 0.15, 24.0  # relative variance of a bucket about its forecast, worth so many buckets
SPREAD_LEAST = 0.04  # a fifth either way is nothing, however steady the stream has been
UNSEEN_HOUR = 4.0  # relative variance where this hour of the day has never been seen: any night may come
UNSEEN_SLOT = 0.25  # and where the hour of the day is known, but not of this day of the week
CLIP = 4.0  # what is farther off than twice the spread teaches it no more than that
RATIO_MOST = 3.0  # a bucket teaches no more than so many times the forecast, and no less than its part
SORTS_KEPT = 32
RECENT = 16  # buckets
QUARTER_KEEP = (
    0.5  # of what a quarter of an hour had on the days before: jobs are moved, and the new time must be known soon
)
HOUR_BUCKETS = int(3600 // STEP_S)
DAYS_PRIOR = 2.0  # days of which the stream's own spread speaks for an hour of the day
DAYS_KEEP = 0.5 ** (1 / 10)  # an hour's weight in the spread between days is halved after ten
HOUR_LEAST = 4.0  # events that an hour must usually have, to say how much days differ
WEEK_KEEP = 0.5  # of what an hour of the week had in the weeks before


class Stream(Struct, array_like=True):
    """Level, spread and recent buckets; `mix` the usual sorts of its events. About 1 KB, as its week adds 400 bytes."""

    counted: float = 0.0  # decayed sum of counts ...
    exposed: float = 0.0  # ... and of seasonal factors
    spread: float = SPREAD_PRIOR * SPREAD_WEIGHT
    weight: float = SPREAD_WEIGHT
    buckets: int = 0
    recent: list[tuple[float, float]] = field(default_factory=list)  # (count, forecast), the newest last
    mix: dict[str, float] = field(default_factory=dict)
    present: float = 0.0  # as `exposed`, of the buckets in which anything came
    low: int = 0  # silent buckets accused in a row
    drift: Drift = field(default_factory=Drift)
    quarters: list[float] = field(default_factory=list)  # usual counts by quarter of the day; -1 before the first
    lately: list[float] = field(default_factory=list)  # of `quarters`, as they were at the `recent` buckets
    days: dict[int, tuple[float, float]] = field(default_factory=dict)  # hour of the day -> squares, weight
    weeks: list[int] = field(default_factory=list)  # usual counts by hour of the week; -1 before the first

    def level(self) -> float:
        """Return the usual count of a bucket at a factor of one."""
        return self.counted / self.exposed if self.exposed else 0.0

    def variance(self, *, day_seen: bool, week_seen: bool) -> float:
        """Return the relative variance of the forecast."""
        known = max(SPREAD_LEAST, self.spread / self.weight)
        return known + (0.0 if week_seen else UNSEEN_SLOT) + (0.0 if day_seen else UNSEEN_HOUR)

    def learn(self, count: float, level: float, factor: float, *, week_seen: bool) -> float:
        """Take in a closed bucket, clipped; return the ratio to the level that it teaches the season.

        `level`: as it was before. It teaches the spread only where the season knows the slot (`week_seen`): a first
        night says nothing of it.
        """
        forecast, taken = level * factor, count
        if self.buckets:  # plain comparisons: `min` and `max` take three times as long
            most, least = RATIO_MOST * forecast + 3.0, forecast / RATIO_MOST
            taken = least if count < least else most if count > most else count
        if forecast > 1.0 and week_seen:
            off = taken / forecast - 1.0
            square = min(off * off - 1.0 / forecast, CLIP * self.spread / self.weight)
            self.spread = KEEP * self.spread + max(0.0, square)
            self.weight = KEEP * self.weight + 1.0
        self.counted, self.exposed = KEEP * self.counted + taken, KEEP * self.exposed + factor
        self.present = KEEP * self.present + (factor if count else 0.0)
        self.buckets += 1
        level = self.level()
        return taken / level if level else 1.0

    def between_days(self, hour: int) -> float:
        """Return by how much the relative variance of an hour of the day, from day to day, is above the stream's."""
        usual = self.spread / self.weight
        squares, weight = self.days.get(hour, (0.0, 0.0))
        return max(0.0, (DAYS_PRIOR * usual + squares) / (DAYS_PRIOR + weight) - usual)

    def note_day(self, hour: int, now: tuple[float, float], before: tuple[float, float]) -> None:
        """Take in an hour of the day that is over, seen and usual: how far it was from the three hours before it.

        So a weekend, on which all hours are low, does not count as one that differs. At most all of it counts.
        """
        (seen, usual), (earlier, as_usual) = now, before
        level = min(RATIO_MOST, max(1.0 / RATIO_MOST, earlier / as_usual)) if as_usual >= HOUR_LEAST else 1.0
        if usual * level >= HOUR_LEAST:
            off = min(1.0, seen / (usual * level) - 1.0)
            chance = 1.0 / (usual * level) + (1.0 / as_usual if as_usual >= HOUR_LEAST else 0.0)
            squares, weight = self.days.get(hour, (0.0, 0.0))
            self.days[hour] = (round(DAYS_KEEP * squares + max(0.0, off * off - chance), 4),
                               round(DAYS_KEEP * weight + 1.0, 4))  # fmt: skip

    def note_week(self, hour: int, count: float) -> None:
        """Take an hour of the week that is over into what the stream itself has in it."""
        self.weeks = self.weeks or [-1] * WEEK_HOURS
        known = self.weeks[hour]
        self.weeks[hour] = round(count if known < 0 else WEEK_KEEP * known + (1.0 - WEEK_KEEP) * count)

    def quarter(self, bucket: int) -> float | None:
        """Return what this stream had in the same quarter of an hour on the last days; None if it saw none."""
        usual = self.quarters[bucket % DAY_BUCKETS] if self.quarters else -1.0
        return None if usual < 0.0 else usual

    def await_bucket(self, bucket: int, count: float, forecast: float, *, quartered: bool) -> None:
        """Note a bucket that is to be judged, and what its quarter usually had, before it teaches anything."""
        self.recent = [*self.recent[1 - RECENT :], (count, forecast)]
        if quartered:
            usual = self.quarter(bucket)
            self.lately = [*self.lately[1 - RECENT :], forecast if usual is None else usual]

    def note_quarter(self, bucket: int) -> None:
        """Take the newest bucket into its quarter; a crowded one no more than its forecast allows."""
        count, forecast = self.recent[-1]
        self.quarters = quarters = self.quarters or [-1.0] * DAY_BUCKETS
        known = quarters[bucket % DAY_BUCKETS]
        most = RATIO_MOST * (known if known > forecast else forecast) + 3.0
        taken = most if count > most else count
        usual = taken if known < 0.0 else QUARTER_KEEP * known + (1.0 - QUARTER_KEEP) * taken
        quarters[bucket % DAY_BUCKETS] = round(usual, 3)

    def blend(self, sums: dict[str, int]) -> None:
        """Take the sorts of a closed bucket into the usual mix; of a crowded one no more than its forecast allows."""
        count, forecast = self.recent[-1]
        share = min(1.0, (RATIO_MOST * forecast + 3.0) / count) if count else 1.0
        for name in [*self.mix]:
            self.mix[name] *= KEEP
        mix = self.mix
        for name, count in sums.items():
            mix[name] = (mix[name] if name in mix else 0.0) + share * count
        if len(self.mix) > SORTS_KEPT:
            self.mix = dict(sorted(self.mix.items(), key=lambda item: (-item[1], item[0]))[:SORTS_KEPT])
