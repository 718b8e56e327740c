"""A mailing list's big issue: one text to hundreds of rooms within minutes, from an account that always does."""

from __future__ import annotations

from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.ordinary.mailing_lists import server_of
from pipeline.simulate.row import post


class BigIssue(Episode):
    """Several times the list's daily number of messages, with a link to the list's own site."""

    kind, area, every_days = "big_issue", None, 5.0

    def play(self) -> Scene:
        """See Episode."""
        world, chance = self.world, self.chance
        index = chance.choice([one for one in world.lists if one % 3 == 0] or world.lists)
        text, urls = world.prose.words(80), [f"https://list-{index}.example/issue"]
        subject, net = world.account(index), server_of(world.seed, index)
        rows = [
            post(self.at + 2.5 * room + chance.random(), subject, net, world.content(), text, kind="message", urls=urls,
                 target=f"room-{room}")
            for room in range(world.sized(200, 400, chance))
        ]  # fmt: skip
        return Scene(rows, {subject}, {f"domain:list-{index}.example"})
