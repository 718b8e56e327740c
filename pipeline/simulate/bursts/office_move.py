"""An office moves: one morning everybody of one employer comes from an address nobody has seen before."""

from __future__ import annotations

from random import Random

import numpy as np

from pipeline.simulate import places
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.rhythm import local
from pipeline.simulate.row import Row, login
from pipeline.simulate.settings import DAY_S, HOUR_S


class OfficeMove(Episode):
    """All log in again, a third with the wrong password first. The office keeps its new address."""

    kind, area, every_days = "office_move", None, 7.0
    lasts_s = 10 * HOUR_S

    @classmethod
    def when(cls, earliest: float, latest: float, chance: Random) -> float:
        """Choose a Monday's morning if there is one."""
        days = range(int(earliest // DAY_S), int(latest // DAY_S) + 1)
        mornings = [day * DAY_S + 7 * HOUR_S for day in days if local(day * DAY_S, 0)[0] == 0]
        fitting = [at for at in mornings if earliest <= at <= latest]
        return chance.choice(fitting) if fitting else super().when(earliest, latest, chance)

    def play(self) -> Scene:
        """See Episode."""
        office = self.chance.randrange(self.world.offices) if self.world.offices else -1
        crew = np.flatnonzero(self.world.office == office).tolist() if office >= 0 else []
        if not crew:
            return Scene([])
        country = int(self.world.country[crew[0]])
        address = places.v4(places.home_network(country, office), 55_000 + office)
        self.world.moved[office] = address
        start = self.at - places.COUNTRIES[country].offset_h * HOUR_S
        rows: list[Row] = []
        for index in crew:
            self._arrive(index, office, max(self.at, start) + self.chance.triangular(0, 3 * HOUR_S, HOUR_S), rows)
        return Scene(rows, {self.world.account(index) for index in crew}, {f"ip:{address}"})

    def _arrive(self, index: int, office: int, at: float, rows: list[Row]) -> None:
        net, subject = self.access.at_office(index, office), self.world.account(index)
        while self.chance.random() < 0.35:
            rows.append(login(at, subject, net, "bad_password"))
            at += self.chance.uniform(5, 60)
        rows.append(login(at, subject, net))
