"""Credential stuffing through residential proxies: a new address, and a new device, for every attempt."""

from __future__ import annotations

from pipeline.simulate import places
from pipeline.simulate.agents import BROWSERS
from pipeline.simulate.campaigns.stuffing import StolenList, tool
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.settings import HOUR_S


class StuffingMany(Episode):
    """No address and no device comes twice; only the sum over the site shows it."""

    kind, area = "stuffing_many", "account_security"

    def play(self) -> Scene:
        """See Episode."""
        chance, scene = self.chance, Scene([], entities={"site:*"})
        stolen = StolenList(self.world, chance, known=0.5, right=0.006)
        lasts = chance.uniform(1, 3) * HOUR_S
        agents = chance.sample(BROWSERS, 3)
        for number in range(self.world.sized(900, 2500, chance)):
            at = self.at + chance.random() * lasts
            device = tool(self.world.seed, int(self.at), number)
            net = places.net(*places.residential(chance), device, chance.choice(agents))
            stolen.attempt(at, net, scene)
        return scene
