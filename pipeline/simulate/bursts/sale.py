"""A sale: for an evening, many people buy at one merchant; some cards are refused and tried again."""

from __future__ import annotations

from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.row import Net, Row, login, payment
from pipeline.simulate.settings import HOUR_S

_BUYERS, _REFUSED = 0.06, 0.08
_PRICES = (599, 999, 1499, 2499, 3999, 7999)


class Sale(Episode):
    """A share of all people pays within five hours, most at the beginning."""

    kind, area, every_days = "sale", None, 7.0

    def play(self) -> Scene:
        """See Episode."""
        rows: list[Row] = []
        buyers = self.world.some(int(self.world.people * _BUYERS) + 5, self.chance)
        for index in buyers:
            at = self.at + min(self.chance.expovariate(1 / HOUR_S), 5 * HOUR_S)
            rows.extend(self._purchase(index, at, self.access.of(index, at, self.chance)))
        return Scene(rows, {self.world.account(index) for index in buyers})

    def _purchase(self, index: int, at: float, net: Net) -> list[Row]:
        chance, subject, price = self.chance, self.world.account(index), self.chance.choice(_PRICES)
        rows = [login(at, subject, net)] if chance.random() < 0.6 else []
        which = 0
        while chance.random() < _REFUSED and len(rows) < 4:
            at += chance.uniform(20, 90)
            reason = chance.choice(("insufficient_funds", "do_not_honor"))
            rows.append(payment(at, subject, net, self.world.card(index, which), price, reason, merchant="shop-7"))
            which += chance.random() < 0.5
        at += chance.uniform(30, 400)
        return [*rows, payment(at, subject, net, self.world.card(index, which), price, merchant="shop-7")]
