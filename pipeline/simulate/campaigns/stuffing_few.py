"""Credential stuffing from a few addresses: hundreds of names within the hour, from rented servers."""

from __future__ import annotations

from pipeline.simulate import places
from pipeline.simulate.agents import SCRIPTS
from pipeline.simulate.campaigns.stuffing import StolenList
from pipeline.simulate.episode import Episode, Scene


class StuffingFew(Episode):
    """Two to five addresses take turns, a try every few seconds."""

    kind, area = "stuffing_few", "account_security"

    def play(self) -> Scene:
        """See Episode."""
        chance, scene = self.chance, Scene([])
        stolen = StolenList(self.world, chance, known=0.4, right=0.012)
        agent = chance.choice(SCRIPTS)
        servers = [places.hosted(chance) for _ in range(chance.randint(2, 5))]
        scene.entities |= {f"ip:{ip}" for _, ip in servers}
        pause, at = chance.uniform(1.5, 6), self.at
        for _ in range(self.world.sized(300, 900, chance)):
            at += chance.expovariate(1 / pause)
            stolen.attempt(at, self._net(*chance.choice(servers), agent), scene)
        return scene

    def _net(self, network: int, ip: str, agent: str) -> dict[str, object]:
        net = places.net(network, ip, "", agent)
        del net["device"]  # a script has none
        return net
