"""Broken clients: a phone that keeps trying an old password after it was changed elsewhere."""

from __future__ import annotations

from pipeline.simulate.behaviour import Behaviour
from pipeline.simulate.row import Row, login
from pipeline.simulate.settings import DAY_S, HOUR_S

_A_DAY = 0.0006  # of all people
_WAITS_S = (30.0, 60.0, 300.0)


class RetryingClients(Behaviour):
    """One account, one device, a failure at even steps, until its owner notices hours later."""

    name = "retrying_clients"

    def hour(self, start: float) -> list[Row]:
        """See Behaviour."""
        active = self.world.people * self.world.settings.activity
        count = self.arrays.poisson(active * _A_DAY * HOUR_S / DAY_S)
        rows: list[Row] = []
        for _ in range(int(count)):
            self._retry(self.chance.randrange(self.world.people), start + self.chance.random() * HOUR_S, rows)
        return rows

    def _retry(self, index: int, at: float, rows: list[Row]) -> None:
        chance, subject = self.chance, self.world.account(index)
        wait = chance.choice(_WAITS_S)
        until = at + min(chance.expovariate(1 / (3 * HOUR_S)), 10 * HOUR_S)
        net, moves = self.access.phone(index, at, chance), at + HOUR_S
        while at < until:
            if at > moves:  # its owner takes it elsewhere
                net, moves = self.access.phone(index, at, chance), at + HOUR_S
            rows.append(login(at, subject, net, "bad_password"))
            at += wait + chance.uniform(0, 2)
        rows.append(login(at, subject, self.access.phone(index, at, chance)))
