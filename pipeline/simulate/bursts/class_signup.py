"""A class: pupils sign up behind their school's one address within a lesson, on the school's identical devices."""

from __future__ import annotations

from pipeline.simulate import places
from pipeline.simulate.agents import BROWSERS
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.prose import handle
from pipeline.simulate.row import Row, login, signup


class ClassSignup(Episode):
    """One address, one user agent, one mail domain, a device each: nearly a farm, but for people's pace and names."""

    kind, area, every_days = "class_signup", None, 6.0

    def play(self) -> Scene:
        """See Episode."""
        chance, rows, pupils = self.chance, list[Row](), set[str]()
        network, ip = places.residential(chance)
        domain, agent = f"school-{chance.randrange(300)}.example", chance.choice(BROWSERS)
        for _ in range(chance.randint(18, 32)):
            subject = self.world.newcomer()
            net = places.net(network, ip, f"d{chance.getrandbits(64):016x}", agent)
            at = self.at + chance.triangular(0, 1500, 400)
            rows.append(signup(at, subject, net, handle=handle(chance), email_domain=domain))
            rows.append(login(at + chance.uniform(5, 120), subject, net))
            pupils.add(subject)
        return Scene(rows, pupils, {f"ip:{ip}"})
