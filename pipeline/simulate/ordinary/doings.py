"""What people do in a session: use the product, write, buy, now and then report."""

from __future__ import annotations

from random import Random

from pipeline.simulate.places import COUNTRIES
from pipeline.simulate.row import Net, Row, payment, post, report, usage
from pipeline.simulate.world import World

PRODUCTS = ("chat", "chat", "search", "images", "feed", "feed", "feed")
_KINDS = ("post", "post", "comment", "comment", "comment", "message", "message", "prompt", "prompt", "review", "upload")
_ROOMS = 400
_REASONS = ("spam", "rude", "off_topic", "false", "other")


class Doings:
    """Makes the row of one action; which kind depends on the person's habit."""

    def __init__(self, world: World, chance: Random) -> None:
        self._world, self._chance = world, chance

    def do(self, index: int, at: float, net: Net, rows: list[Row]) -> None:
        """Add one action."""
        drawn = self._chance.random()
        if drawn < 0.012:
            rows.append(self._purchase(index, at, net))
        elif drawn < 0.015:
            rows.extend(self._report(index, at))
        elif drawn < 0.015 + 0.8 * self._world.writes[index]:
            rows.append(self._post(index, at, net))
        else:
            rows.append(self._use(index, at, net))

    def _use(self, index: int, at: float, net: Net) -> Row:
        chance = self._chance
        status = 200 if chance.random() < 0.97 else chance.choice((400, 404, 429, 500))
        requests = 1 + int(chance.expovariate(0.3))
        units = requests * chance.lognormvariate(4.5, 0.8)
        product = chance.choice(PRODUCTS)
        return usage(at, self._world.account(index), net, product, units, requests=requests, status=status)

    def _post(self, index: int, at: float, net: Net) -> Row:
        world, chance = self._world, self._chance
        content, subject = world.content(), world.account(index)
        language = COUNTRIES[int(world.country[index])].language
        fields: dict[str, object] = {"kind": chance.choice(_KINDS), "language": language}
        if chance.random() < 0.08:
            fields["urls"] = [world.prose.link()]
        if world.recent and fields["kind"] == "comment":
            fields["target"] = chance.choice(world.recent).content
        elif fields["kind"] != "prompt":
            fields["target"] = f"room-{min(int(chance.expovariate(0.02)), _ROOMS)}"
        if fields["kind"] in {"post", "review", "upload"}:
            world.note(content, subject, at)
        return post(at, subject, net, content, world.prose.text(language), **fields)

    def _purchase(self, index: int, at: float, net: Net) -> Row:
        chance = self._chance
        which = 0 if chance.random() < 0.93 else 1
        failed = "" if chance.random() < 0.95 else chance.choice(("insufficient_funds", "do_not_honor", "expired"))
        amount = max(100, int(chance.lognormvariate(7.6, 0.8)))
        merchant = f"shop-{min(int(chance.expovariate(0.05)), 200)}"
        card = self._world.card(index, which)
        return payment(at, self._world.account(index), net, card, amount, failed, merchant=merchant)

    def _report(self, index: int, at: float) -> list[Row]:
        if not self._world.recent:
            return []
        seen = self._chance.choice(self._world.recent)
        reporter = self._world.account(index)
        if seen.author == reporter or seen.time > at:
            return []
        return [report(at, seen.author, seen.content, reporter, self._chance.choice(_REASONS))]
