"""Which of an account's reporters are the same as on a day before, and made for it.

Fans of whoever somebody quarrels with report that account again and again, too, and are no case. Who signs up for it
is: so it takes more of the same people than a corner brings together (`report_groups.POOL`), and more new accounts
among them than a product has (`report_crowd`).
"""

from __future__ import annotations

from collections.abc import Set

from detectors.report_crowd import TELLING, YOUNG_USUAL
from detectors.report_groups import POOL, Accused
from detectors.report_weeks import APART, LASTS, LEAST, Weeks
from detectors.surprise import binomial, both


def again_of(weeks: Weeks, hour: int, target: str, mine: Set[str], young: Set[str]) -> Accused:
    """Return those of `mine`, who report an account now, who did so before it was last left alone; `young`: the new."""
    earlier = [one for one in weeks.days.get(target, ()) if APART <= hour - one.hour < LASTS]
    best = Accused(how="again")
    for crowd in earlier if len(mine) >= LEAST else ():
        group, size = mine & set(crowd.names), len(crowd.names) << crowd.level
        new = binomial(len(group), len(group & young), YOUNG_USUAL) if len(group) >= LEAST else 0.0
        if new < TELLING:
            continue
        chance = size / max(POOL, 2 * size)
        found = both(binomial(len(mine), len(group), chance), new)
        if found > best.surprise:
            best = Accused(found, group, chance * len(mine), {target}, "again", len(group & young))
    return best
