"""How much evidence it takes to show reviewers an entity again about which they have said: benign. Pure.

The bar is the surprise (-log10 of chance) of the strongest alert called benign, half as much again for the first such
alert, twice for the second and two and a half times from the third on; it sinks in a straight line to nothing over a
week from the last of them. So the same evidence again stays quiet for 2 days and 8 hours, 3 and a half days, 4 days
and 5 hours; what is that much stronger, or more severe than all of them, alerts at once. An alert upheld since ends
it: then, as after the week, the detector's own level is all that counts, and never less. The whole site has no such
bar: that an alarm was false says nothing of the next attacker. The numbers are a choice (2026-11), not a measurement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detectors.surprise import to_surprise
from pipeline.campaigns.case import HOUR_S, Part

QUIET_S = 7 * 86_400.0
RISE, RISES_MOST = 0.5, 3
NO_BAR = "site:*"


class Told(NamedTuple):
    """What was said of an entity in an hour, at last: whether the alert `part` was upheld."""

    hour: int
    upheld: bool
    part: Part


class Bar(NamedTuple):
    """What a finding must exceed, in surprise or in severity's rank."""

    surprise: float
    rank: int

    def hides(self, part: Part) -> bool:
        """Tell whether reviewers need not see this."""
        return part.rank <= self.rank and to_surprise(part.score) <= self.surprise


def bar_of(told: Iterable[Told], hour: int) -> Bar | None:
    """Return the bar for what began in `hour`; None where there is none. `told` in any order, of one detector.

    >>> said = Told(100, False, Part("d", "account:a", 0.5))
    >>> bar_of([said], 100), bar_of([said], 184), bar_of([said], 100 + 7 * 24)
    (Bar(surprise=9.0, rank=0), Bar(surprise=4.5, rank=0), None)
    """
    near = [one for one in told if 0 <= hour - one.hour < QUIET_S / HOUR_S]
    upheld = max((one.hour for one in near if one.upheld), default=-1)
    benign = [one for one in near if not one.upheld and one.hour > upheld]
    if not benign:
        return None
    left = 1 - (hour - max(one.hour for one in benign)) * HOUR_S / QUIET_S
    strongest = to_surprise(max(one.part.score for one in benign))
    rise = 1 + RISE * min(len(benign), RISES_MOST)
    return Bar(round(strongest * rise * left, 9), max(one.part.rank for one in benign))
