"""API customers: programs that call all day, each at its own level, some with a batch job at night."""

from __future__ import annotations

from pipeline.simulate.agents import CLIENTS
from pipeline.simulate.behaviour import Behaviour
from pipeline.simulate.chance import mixed
from pipeline.simulate.places import COUNTRIES, HOSTING, net, v4
from pipeline.simulate.rhythm import curve, local
from pipeline.simulate.row import Net, Row, usage
from pipeline.simulate.settings import HOUR_S

_REPORT_S = 1200.0  # a usage record every 20 minutes
_PRODUCTS = ("completions", "embeddings", "search-api", "images-api")


class Customers(Behaviour):
    """Usage records of keys: level by the customer, shape by office hours or flat, noise, a batch job."""

    name = "customers"

    def hour(self, start: float) -> list[Row]:
        """See Behaviour."""
        rows: list[Row] = []
        for customer in self.world.customers:
            at = start + mixed(self.world.seed, 41, customer) % 1000 / 1000 * _REPORT_S
            while at < start + HOUR_S:
                rows.append(self._record(customer, at + self.chance.uniform(0, 5)))
                at += _REPORT_S
        return rows

    def _record(self, customer: int, at: float) -> Row:
        units = self._level(customer, at) * self.chance.lognormvariate(0, 0.35)
        requests = 1 + int(units / 300)
        failed = self.chance.random()
        status = 200 if failed > 0.02 else self.chance.choice((429, 500, 503))
        product = _PRODUCTS[customer % len(_PRODUCTS)]
        return usage(at, self.world.account(customer), self._server(customer), product, units, key=key_of(customer),
                     requests=requests, status=status)._replace(source="/api")  # fmt: skip

    def _level(self, customer: int, at: float) -> float:
        habit = mixed(self.world.seed, 43, customer)
        level = float(10 ** (2.5 + habit % 300 / 100))
        weekday, hour = local(at, COUNTRIES[int(self.world.country[customer])].offset_h)
        if habit >> 10 & 1:  # follows its own users' day
            level *= 0.15 + curve(False, weekday)[int(hour)]
        if habit >> 11 & 3 == 0 and 2 <= hour < 3 + (habit >> 13) % 3:  # the nightly job
            level *= 15
        since, times = self.world.growth.get(customer, (float("inf"), 1.0))
        return level * (1 + (times - 1) * min(1.0, (at - since) / (6 * HOUR_S))) if at > since else level

    def _server(self, customer: int) -> Net:
        habit = mixed(self.world.seed, 47, customer)
        machine = self.chance.randrange(1 + habit % 4)
        network = HOSTING[habit % len(HOSTING)]
        where = net(network, v4(network, (habit >> 8) + machine), "", CLIENTS[habit % len(CLIENTS)])
        del where["device"]  # programs have none
        return where


def key_of(customer: int) -> str:
    """Return a customer's own API key."""
    return f"key_{mixed(53, customer):012x}"[:16]
