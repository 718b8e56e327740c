"""Subscriptions: charged on the account's day of the month by the billing system, some refused and tried again."""

from __future__ import annotations

from pipeline.simulate.behaviour import Behaviour
from pipeline.simulate.row import Row, payment
from pipeline.simulate.settings import DAY_S, HOUR_S

SUBSCRIBERS = 0.3  # of all people
_PRICES = (499, 999, 1999)


class Renewals(Behaviour):
    """A thirtieth of the subscribers every day, over the day."""

    name = "renewals"

    def hour(self, start: float) -> list[Row]:
        """See Behaviour."""
        count = int(self.arrays.poisson(self.world.people * SUBSCRIBERS / 30 * HOUR_S / DAY_S))
        rows: list[Row] = []
        for _ in range(count):
            index, at = self.chance.randrange(self.world.people), start + self.chance.random() * HOUR_S
            failed = "" if self.chance.random() < 0.93 else self.chance.choice(("insufficient_funds", "expired"))
            rows.append(charge(self.world.account(index), self.world.card(index), index, at, failed))
        return rows


def charge(subject: str, card: str, index: int, at: float, failed: str) -> Row:
    """Make a charge by the billing system: nobody is online, so there is no address."""
    row = payment(at, subject, {}, card, _PRICES[index % 3], failed, merchant="subscription")
    return row._replace(source="/billing")
