"""Card testing: stolen card numbers are tried with small amounts, to see which still work."""

from __future__ import annotations

from pipeline.simulate import places
from pipeline.simulate.agents import BROWSERS
from pipeline.simulate.campaigns.stuffing import tool
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.prose import handle
from pipeline.simulate.row import login, payment, signup
from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.words import MAIL

_WHY = ("do_not_honor", "do_not_honor", "invalid_number", "insufficient_funds", "expired", "stolen_card")


class CardTesting(Episode):
    """Hundreds of cards over a handful of fresh accounts at one merchant, four of five refused."""

    kind, area = "card_testing", "payment_fraud"

    def play(self) -> Scene:
        """See Episode."""
        chance, scene = self.chance, Scene([])
        exits = [places.residential(chance) for _ in range(chance.randint(2, 4))]
        nets = []
        for number in range(chance.randint(4, 14)):
            subject = self.world.newcomer()
            device = tool(self.world.seed, int(self.at), number % 3)
            net = places.net(*chance.choice(exits), device, chance.choice(BROWSERS))
            at = self.at + chance.random() * 0.5 * HOUR_S
            scene.rows.append(signup(at, subject, net, handle=handle(chance), email_domain=chance.choice(MAIL)))
            scene.rows.append(login(at + 3, subject, net))
            nets.append((subject, net))
            scene.entities |= {f"account:{subject}", f"ip:{net['ip']}", f"device:{net['device']}"}
            scene.accounts.add(subject)
        merchant, at = f"shop-{chance.randrange(200)}", self.at + 0.6 * HOUR_S
        for _ in range(self.world.sized(150, 400, chance)):
            at += 1 + chance.expovariate(1 / 6)
            subject, net = chance.choice(nets)
            card = f"card_{chance.getrandbits(64):016x}"
            failed = "" if chance.random() < 0.2 else chance.choice(_WHY)
            scene.rows.append(payment(at, subject, net, card, chance.randint(50, 199), failed, merchant=merchant))
            scene.entities.add(f"card:{card}")
        return scene
