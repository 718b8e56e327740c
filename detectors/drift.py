"""Whether a stream's days have moved away from where they were: a two-sided CUSUM of the logarithm of daily ratios."""

from __future__ import annotations

from math import exp, log, sqrt

from msgspec import Struct

SLACK = 0.5  # spreads a day that count for nothing (Page 1954)
LEVEL = 12.0  # evidence that is shown as one in a million: no false alarm in 7,500 simulated quiet days
SUSPECTED = 7.0  # evidence from which on days teach nothing: a drift must not become its own yardstick
FAR = 4.0  # spreads: one day alone proves nothing
SPREAD, SPREAD_WEIGHT, KEEP = 0.15, 10.0, 0.97  # of a day about its mean: the population's, worth ten days, fading
SETTLING = 7  # days before the first is counted: a week, so that its season is known
LEARNING = 14  # days before anything is said
ACTIVE = 0.5  # share of the days on which anything came: one import is not a level that was lost


class Drift(Struct, array_like=True):
    """The day in hand, the mean and spread of past days' log ratios, and the evidence up and down."""

    count: float = 0.0
    usual: float = 0.0
    base: float = 0.0  # the level by which all days are measured
    mean: float = 0.0
    square: float = SPREAD * SPREAD * SPREAD_WEIGHT
    weight: float = SPREAD_WEIGHT
    days: int = 0
    up: float = 0.0
    down: float = 0.0
    last: tuple[float, float] = (0.0, 0.0)  # the last day's count, and what was usual before
    active: float = 0.0  # days on which anything came, fading

    def add(self, count: float, factor: float, level: float) -> None:
        """Add a closed bucket, `factor` times the usual for its hour."""
        self.base = self.base or level
        self.count, self.usual = self.count + count, self.usual + factor * self.base

    def close(self, least: float) -> float:
        """End the day; return the evidence (>= 0) that the days have moved."""
        count, usual, self.count, self.usual = self.count, self.usual, 0.0, 0.0
        self.days += 1
        self.active = KEEP * self.active + (1.0 if count else 0.0)
        if self.days <= SETTLING or not usual:
            self.base = 0.0
            return 0.0
        ratio, spread = log((count + 1.0) / (usual + 1.0)), sqrt(self.square / self.weight)
        self.last = count, usual * exp(self.mean)
        far = max(-FAR, min(FAR, (ratio - self.mean) / spread))
        if self.days > LEARNING and max(count, self.last[1]) >= least and self._mostly_active():
            self.up, self.down = max(0.0, self.up + far - SLACK), max(0.0, self.down - far - SLACK)
        if max(self.up, self.down) < SUSPECTED:
            self._learn(ratio, spread)
        return max(self.up, self.down)

    def _mostly_active(self) -> bool:
        return self.active > ACTIVE * (1.0 - KEEP**self.days) / (1.0 - KEEP)

    def _learn(self, ratio: float, spread: float) -> None:
        off = max(-3 * spread, min(3 * spread, ratio - self.mean))
        self.square, self.weight = KEEP * self.square + off * off, KEEP * self.weight + 1.0
        self.mean += max(1 - KEEP, 1.0 / (self.days - SETTLING)) * off

    def restart(self) -> None:
        """Begin anew from the last day's level: said once is enough."""
        self.up = self.down = 0.0
        if self.last[1] > 0:
            self.mean += log((self.last[0] + 1.0) / (self.last[1] + 1.0))
