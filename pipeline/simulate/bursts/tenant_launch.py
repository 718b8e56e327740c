"""A customer's own launch: over some hours one API customer grows tenfold, and stays there."""

from __future__ import annotations

from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.ordinary.customers import key_of


class TenantLaunch(Episode):
    """Only changes the customer's level: the usage itself keeps coming from its own servers."""

    kind, area, every_days = "tenant_launch", None, 8.0

    def play(self) -> Scene:
        """See Episode."""
        customer = self.chance.choice(self.world.customers)
        self.world.growth[customer] = self.at, self.chance.uniform(6, 12)
        return Scene([], {self.world.account(customer)}, {f"key:{key_of(customer)}"})
