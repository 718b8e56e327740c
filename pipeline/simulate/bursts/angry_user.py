"""One angry user: reports everything of one person, and of some who answered, in one sitting."""

from __future__ import annotations

from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.row import Row, report


class AngryUser(Episode):
    """A few dozen reports within half an hour, all from one account."""

    kind, area, every_days = "angry_user", None, 4.0

    def play(self) -> Scene:
        """See Episode."""
        chance, rows = self.chance, list[Row]()
        angry, hated, *others = (self.world.account(index) for index in self.world.some(6, chance))
        at = self.at
        for _ in range(chance.randint(15, 40)):
            at += 3 + chance.expovariate(1 / 30)
            target = hated if chance.random() < 0.8 else chance.choice(others)
            rows.append(report(at, target, self.world.content(), angry, chance.choice(("rude", "false", "spam"))))
        return Scene(rows, {angry, hated, *others})
