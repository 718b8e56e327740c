"""What both kinds of credential stuffing share: a bought list of names and passwords, tried one after the other."""

from __future__ import annotations

from random import Random

from pipeline.simulate.chance import mixed
from pipeline.simulate.episode import Scene
from pipeline.simulate.prose import handle
from pipeline.simulate.row import Net, change, login
from pipeline.simulate.world import World


class StolenList:
    """Names, of which a share exists here, and of those a few with the right password."""

    def __init__(self, world: World, chance: Random, *, known: float, right: float) -> None:
        self._world, self._chance = world, chance
        self._known, self._right = known, right

    def attempt(self, at: float, net: Net, scene: Scene) -> None:
        """Try one name; whoever gets in comes back for the mail address."""
        chance = self._chance
        if chance.random() >= self._known:
            stranger = f"{handle(chance)}{chance.randrange(1000)}"
            scene.rows.append(login(at, stranger, net, "unknown_user"))
            scene.accounts.add(stranger)
            return
        subject = self._world.account(chance.randrange(self._world.people))
        scene.accounts.add(subject)
        if chance.random() >= self._right:
            scene.rows.append(login(at, subject, net, "bad_password"))
            return
        scene.rows.append(login(at, subject, net))
        scene.entities.add(f"account:{subject}")
        if chance.random() < 0.5:
            scene.rows.append(change(at + chance.uniform(60, 900), subject, "email_changed", net))


def tool(seed: int, *parts: int) -> str:
    """Return a device fingerprint of an attacker's tool."""
    return f"d{mixed(seed, 73, *parts):016x}"
