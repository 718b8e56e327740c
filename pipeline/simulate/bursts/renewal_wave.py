"""The renewal wave: on a first of the month old subscriptions are charged in one batch, and many are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.ordinary.renewals import charge
from pipeline.simulate.row import Row
from pipeline.simulate.settings import DAY_S, HOUR_S

_SHARE, _REFUSED = 0.1, 0.12
_BATCH_S, _AGAIN_S = 2 * HOUR_S, 6 * HOUR_S


class RenewalWave(Episode):
    """A tenth of all people within two hours of the night; the refused are tried again after six hours."""

    kind, area, every_days = "renewal_wave", None, 30.0
    lasts_s = 9 * HOUR_S

    @classmethod
    def when(cls, earliest: float, latest: float, chance: Random) -> float:
        """Choose a first of the month if there is one."""
        days = range(int(earliest // DAY_S) + 1, int(latest // DAY_S) + 1)
        firsts = [day * DAY_S for day in days if datetime.fromtimestamp(day * DAY_S, UTC).day == 1]
        return chance.choice(firsts) if firsts else super().when(earliest, latest, chance)

    def play(self) -> Scene:
        """See Episode."""
        people = self.world.some(int(self.world.people * _SHARE) + 5, self.chance)
        rows: list[Row] = []
        for index in people:
            self._charge(index, self.at + self.chance.random() * _BATCH_S, rows)
        return Scene(rows, {self.world.account(index) for index in people})

    def _charge(self, index: int, at: float, rows: list[Row]) -> None:
        subject, card = self.world.account(index), self.world.card(index)
        if self.chance.random() < _REFUSED:
            rows.append(charge(subject, card, index, at, self.chance.choice(("insufficient_funds", "expired"))))
            again = "" if self.chance.random() < 0.5 else "insufficient_funds"
            rows.append(charge(subject, card, index, at + _AGAIN_S, again))
        else:
            rows.append(charge(subject, card, index, at, ""))
