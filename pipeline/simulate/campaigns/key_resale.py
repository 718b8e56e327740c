"""Key resale: one customer's new key is sold on, and within hours strangers from everywhere use it up."""

from __future__ import annotations

from pipeline.simulate import places
from pipeline.simulate.agents import CLIENTS
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.row import Row, usage
from pipeline.simulate.settings import HOUR_S


class KeyResale(Episode):
    """One key, scores of networks in many countries, many times an ordinary customer's units."""

    kind, area = "key_resale", "api_abuse"
    lasts_s = 10 * HOUR_S

    def play(self) -> Scene:
        """See Episode."""
        chance = self.chance
        owner = self.world.some(1, chance)[0]
        subject, key = self.world.account(owner), f"key_{chance.getrandbits(48):012x}"
        home = self.access.home(owner, self.at)
        rows = [Row(self.at, "account.api_key_created", subject, {"key": key, **home})]
        lasts = chance.uniform(4, 9) * HOUR_S
        for _ in range(self.world.sized(60, 160, chance)):
            network, ip = places.residential(chance) if chance.random() < 0.5 else places.hosted(chance)
            net = places.net(network, ip, "", chance.choice(CLIENTS))
            del net["device"]
            at, until = self.at + 600 + chance.random() * lasts * 0.7, self.at + lasts
            while at < until:
                units = chance.lognormvariate(8.5, 0.7)
                row = usage(at, subject, net, "completions", units, key=key, requests=1 + int(units / 300))
                rows.append(row._replace(source="/api"))
                at += chance.expovariate(1 / 1200)
        return Scene(rows, {subject}, {f"key:{key}", f"account:{subject}"})
