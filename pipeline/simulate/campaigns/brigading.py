"""Brigading: a group agrees elsewhere to report one account until it is taken down."""

from __future__ import annotations

from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.row import report
from pipeline.simulate.settings import HOUR_S


class Brigading(Episode):
    """Scores of reporters, one target, one reason, within the hour; the reporters are ordinary accounts otherwise."""

    kind, area = "brigading", "report_abuse"

    def play(self) -> Scene:
        """See Episode."""
        chance, world, scene = self.chance, self.world, Scene([])
        target, *reporters = (world.account(index) for index in world.some(world.sized(40, 110, chance), chance))
        contents = [world.content() for _ in range(chance.randint(1, 4))]
        reason = chance.choice(("hate", "spam", "impersonation"))
        lasts = chance.uniform(0.3, 1.0) * HOUR_S
        for reporter in reporters:
            at = self.at + chance.random() * lasts
            for content in chance.sample(contents, min(len(contents), chance.randint(1, 2))):
                scene.rows.append(report(at, target, content, reporter, reason))
                at += chance.uniform(5, 40)
        scene.accounts |= {target, *reporters}
        scene.entities |= {f"account:{target}"} | {f"content:{content}" for content in contents}
        return scene
