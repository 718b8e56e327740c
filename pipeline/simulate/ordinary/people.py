"""People: sessions by the rhythm of their country and work, each with a login now and then, and things done."""

from __future__ import annotations

import numpy as np

from pipeline.simulate.access import Access
from pipeline.simulate.behaviour import Behaviour
from pipeline.simulate.ordinary.doings import Doings
from pipeline.simulate.ordinary.entering import Entering
from pipeline.simulate.rhythm import levels
from pipeline.simulate.row import Row
from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.world import World

SESSIONS_A_DAY = 2.4
_LOGINS = 0.5  # of sessions; the others are remembered
_DOINGS_MEAN = 2.6


class People(Behaviour):
    """Sessions of every person whose account is open."""

    name = "people"

    def __init__(self, world: World, access: Access) -> None:
        super().__init__(world, access)
        self._entering, self._doings = Entering(world, self.chance), Doings(world, self.chance)
        self._at_work = (world.office >= 0).astype(int)

    def hour(self, start: float) -> list[Row]:
        """See Behaviour."""
        rows: list[Row] = []
        for index, at in self._sessions(start):
            self._session(index, at, rows)
        return rows

    def _sessions(self, start: float) -> list[tuple[int, float]]:
        """Draw who comes when: a Poisson number, each person by activity and local time."""
        weights = self.world.activity * levels(start)[self.world.country, self._at_work]
        weights[self.world.born > start] = 0
        summed = np.cumsum(weights)
        count = self.arrays.poisson(summed[-1] * SESSIONS_A_DAY * self.world.settings.activity / 24)
        who = np.searchsorted(summed, self.arrays.random(count) * summed[-1], side="right")
        when = start + self.arrays.random(count) * HOUR_S
        return list(zip(who.tolist(), when.tolist(), strict=True))

    def _session(self, index: int, at: float, rows: list[Row]) -> None:
        chance = self.chance
        net = self.access.of(index, at, chance)
        if chance.random() < _LOGINS:
            at = self._entering.enter(index, at, net, rows)
        for _ in range(int(chance.expovariate(1 / _DOINGS_MEAN))):
            at += 2 + chance.expovariate(1 / 70)
            self._doings.do(index, at, net, rows)
