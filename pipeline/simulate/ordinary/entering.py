"""How people log in: mostly at once, sometimes after mistakes, now and then with a reset."""

from __future__ import annotations

from random import Random

from pipeline.simulate.places import COUNTRIES
from pipeline.simulate.rhythm import local
from pipeline.simulate.row import Net, Row, change, login
from pipeline.simulate.world import World

_MISTAKES = 0.06  # of logins begin with one
_MONDAY = 4.0  # times as many after a weekend at the office
_WRONG_NAME = 0.004
_REASONS = ("bad_password",) * 17 + ("mfa_failed",) * 2 + ("locked",)


class Entering:
    """Makes the rows of one login, failures before it included."""

    def __init__(self, world: World, chance: Random) -> None:
        self._world, self._chance = world, chance

    def enter(self, index: int, at: float, net: Net, rows: list[Row]) -> float:
        """Add the attempts; return when the person is in."""
        chance, subject = self._chance, self._world.account(index)
        if chance.random() < _WRONG_NAME:  # a slip in the name: an account that does not exist
            rows.append(login(at, subject[:-1] + "x", net, "unknown_user"))
            at += chance.uniform(4, 20)
        if chance.random() < self._mistakes(index, at):
            at = self._mistake(subject, at, net, rows)
        rows.append(login(at, subject, net, mfa=True if chance.random() < 0.2 else None))
        if chance.random() < 0.003:
            what = chance.choice(("email_changed", "mfa_changed", "mfa_changed"))
            rows.append(change(at + chance.uniform(20, 300), subject, what, net))
        return at

    def _mistake(self, subject: str, at: float, net: Net, rows: list[Row]) -> float:
        chance = self._chance
        tries = 1 + min(int(chance.expovariate(1.1)), 6)
        for _ in range(tries):
            rows.append(login(at, subject, net, chance.choice(_REASONS)))
            at += 3 + chance.expovariate(1 / 12)
        if tries > 2 and chance.random() < 0.6:
            at += chance.uniform(60, 400)
            rows.append(change(at, subject, "password_reset", net))
            at += chance.uniform(10, 60)
        return at

    def _mistakes(self, index: int, at: float) -> float:
        if self._world.office[index] < 0:
            return _MISTAKES
        weekday, hour = local(at, COUNTRIES[int(self._world.country[index])].offset_h)
        return _MISTAKES * _MONDAY if weekday == 0 and 7 <= hour < 11 else _MISTAKES
