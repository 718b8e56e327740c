"""Whether two findings belong together, by all that may show it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.campaigns.beginnings import Beginnings
from pipeline.campaigns.kinds import among, single
from pipeline.campaigns.later import again, copied, entered_from
from pipeline.campaigns.links import AMONG, Scale, aside, consequence, surprise, timed, victim
from pipeline.campaigns.sides import Side, apart_s
from pipeline.campaigns.timing import during


class Bonds(NamedTuple):
    """Weighs two findings. `population`: accounts of the site; `level`: the surprise from which on two belong together.

    `beginnings`: when attacks began, which tells how rare it is that two do so together.
    """

    population: float
    level: float
    idle_s: float
    beginnings: Beginnings

    def strength(self, mine: Side, theirs: Side) -> int:
        """Return 2 for a link, 1 where an account's finding came up amid one on the site or a crowd, 0 for neither."""
        if apart_s(mine, theirs) > self.idle_s and not copied(mine, theirs):
            far = again(mine, theirs, self.population, self.idle_s) >= self.level
            return 2 * int(far or entered_from(mine, theirs))
        near = timed(mine, theirs)
        a_day = self.beginnings.a_day(mine, theirs) if near else 1.0
        shared = surprise(mine, theirs, Scale(self.population, a_day), self.level)
        if shared >= self.level or entered_from(mine, theirs):
            return int(consequence(mine, theirs)) if victim(mine, theirs) else 2
        if aside(mine, theirs):
            return 0
        one, other = mine.finding, theirs.finding
        if shared >= AMONG and single(one) != single(other) and (among(one, other) or among(other, one)):
            return int(consequence(mine, theirs))
        if not near or not (mine.wide or theirs.wide):
            return int(near and shared >= self.level)
        rise = self.beginnings.rise(mine if mine.wide else theirs, a_day)
        return int(shared + during(one, other, a_day, rise) >= self.level)
