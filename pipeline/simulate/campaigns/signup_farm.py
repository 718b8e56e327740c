"""A sign-up farm: a program opens accounts at even steps from a few addresses, with generated names."""

from __future__ import annotations

from random import Random

from pipeline.simulate import places
from pipeline.simulate.agents import PHONES
from pipeline.simulate.campaigns.stuffing import tool
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.prose import handle
from pipeline.simulate.row import login, signup, usage
from pipeline.simulate.words import MAIL

_THROW_AWAY = ("mailinator.com", "guerrillamail.com", "yopmail.com", "sharklasers.com", "trashmail.com")


class SignupFarm(Episode):
    """Few addresses and devices, throw-away mail, a clock's regularity; each account then uses up its free quota."""

    kind, area = "signup_farm", "fake_accounts"

    def play(self) -> Scene:
        """See Episode."""
        chance, scene, seed = self.chance, Scene([]), self.world.seed
        exits = [places.residential(chance) for _ in range(chance.randint(3, 6))]
        devices = [tool(seed, int(self.at), number) for number in range(chance.randint(3, 8))]
        scene.entities |= {f"ip:{ip}" for _, ip in exits} | {f"device:{device}" for device in devices}
        agent, domain, step, at = chance.choice(PHONES), chance.choice(_THROW_AWAY), chance.uniform(20, 60), self.at
        for _ in range(self.world.sized(60, 140, chance)):
            at += step + chance.uniform(-1.5, 1.5)
            subject = self.world.newcomer()
            net = places.net(*chance.choice(exits), chance.choice(devices), agent)
            mail = domain if chance.random() < 0.7 else chance.choice(MAIL)
            scene.rows.append(signup(at, subject, net, handle=_generated(chance), email_domain=mail))
            scene.rows.append(login(at + chance.uniform(1, 3), subject, net))
            for call in range(3):
                scene.rows.append(usage(at + 10 + call * 5, subject, net, "chat", chance.uniform(900, 1000)))
            scene.accounts.add(subject)
        scene.entities |= {f"account:{subject}" for subject in scene.accounts}
        return scene


def _generated(chance: Random) -> str:
    if chance.random() < 0.5:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=chance.randint(9, 13)))
    return f"{handle(chance)}{chance.randrange(10_000, 1_000_000)}"
