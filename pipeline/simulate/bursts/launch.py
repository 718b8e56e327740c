"""A launch: after some announcement people come and sign up for an afternoon, from everywhere, and try things."""

from __future__ import annotations

from pipeline.simulate import places
from pipeline.simulate.agents import BROWSERS, PHONES
from pipeline.simulate.chance import mixed
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.prose import handle
from pipeline.simulate.row import Net, Row, login, signup, usage
from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.words import MAIL


class Launch(Episode):
    """New accounts, each from its own home or a carrier's shared address, on its own device."""

    kind, area, every_days = "launch", None, 10.0

    def play(self) -> Scene:
        """See Episode."""
        rows: list[Row] = []
        people = [self.world.newcomer() for _ in range(int(self.world.settings.accounts * 0.03) + 20)]
        for subject in people:
            at = self.at + min(self.chance.expovariate(1 / (1.5 * HOUR_S)), 5 * HOUR_S)
            rows.extend(self._join(subject, at, self._net(subject)))
        return Scene(rows, set(people))

    def _join(self, subject: str, at: float, net: Net) -> list[Row]:
        chance = self.chance
        fields = {"handle": handle(chance), "email_domain": chance.choice(MAIL)}
        rows = [signup(at, subject, net, **fields), login(at + chance.uniform(2, 60), subject, net)]
        for _ in range(int(chance.expovariate(0.4))):
            at += 60 + chance.expovariate(1 / 120)
            rows.append(usage(at, subject, net, "chat", chance.lognormvariate(4.5, 0.8)))
        return rows

    def _net(self, subject: str) -> Net:
        chance = self.chance
        device = f"d{mixed(self.world.seed, 71, int(subject[1:], 16)):016x}"
        if chance.random() < 0.5:
            return places.net(*places.residential(chance), device, chance.choice(BROWSERS))
        network = places.carrier(chance.randrange(len(places.COUNTRIES)))
        return places.net(network, places.v4(network, 256 + chance.randrange(8)), device, chance.choice(PHONES))
