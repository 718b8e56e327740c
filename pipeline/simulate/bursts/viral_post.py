"""A viral post: for some hours hundreds quote one text, or share it as it is, with the same link."""

from __future__ import annotations

from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.row import Row, post
from pipeline.simulate.settings import HOUR_S


class ViralPost(Episode):
    """The same words from many accounts, all of them people with a past, most with a few words of their own."""

    kind, area, every_days = "viral_post", None, 5.0
    lasts_s = 8 * HOUR_S

    def play(self) -> Scene:
        """See Episode."""
        world, chance, rows = self.world, self.chance, list[Row]()
        author, *others = world.some(int(world.people * 0.04) + 12, chance)
        text, link = world.prose.words(chance.randint(14, 30)).capitalize() + ".", world.prose.link()
        first = world.content()
        net = self.access.of(author, self.at, chance)
        rows.append(post(self.at, world.account(author), net, first, text, urls=[link]))
        for index in others:
            at = self.at + 60 + min(chance.expovariate(1 / (1.7 * HOUR_S)), 7 * HOUR_S)
            shared = text if chance.random() < 0.3 else f"{world.prose.text()} RT: {text}"
            net = self.access.of(index, at, chance)
            rows.append(post(at, world.account(index), net, world.content(), shared, urls=[link], target=first))
        world.note(first, world.account(author), self.at)
        return Scene(rows, {world.account(index) for index in (author, *others)}, {f"content:{first}"})
