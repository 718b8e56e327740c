"""Newcomers: the sign-ups of every day."""

from __future__ import annotations

import numpy as np

from pipeline.simulate.behaviour import Behaviour
from pipeline.simulate.prose import handle
from pipeline.simulate.row import Row, login, signup
from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.words import MAIL

_DISPOSABLE = ("mailinator.com", "guerrillamail.com", "yopmail.com")  # shy people use them too


class Newcomers(Behaviour):
    """Opens each account at the time of its birth."""

    name = "newcomers"

    def hour(self, start: float) -> list[Row]:
        """See Behaviour."""
        first, last = np.searchsorted(self.world.born, (start, start + HOUR_S))
        rows: list[Row] = []
        for index in range(max(int(first), self.world.settings.accounts), int(last)):
            rows.extend(self._signup(index, float(self.world.born[index])))
        return rows

    def _signup(self, index: int, at: float) -> list[Row]:
        chance = self.chance
        net, subject = self.access.of(index, at, chance), self.world.account(index)
        fields = {"handle": handle(chance), "email_hash": f"{chance.getrandbits(64):016x}"}
        fields["email_domain"] = chance.choice(MAIL if chance.random() < 0.985 else _DISPOSABLE)
        if chance.random() < 0.15:
            fields["invited_by"] = self.world.account(chance.randrange(self.world.people))
        return [signup(at, subject, net, **fields), login(at + chance.uniform(1, 90), subject, net)]
