"""What goes on every hour."""

from __future__ import annotations

from abc import ABC, abstractmethod
from random import Random

from pipeline.simulate.access import Access
from pipeline.simulate.chance import arrays, single
from pipeline.simulate.row import Row
from pipeline.simulate.world import World


class Behaviour(ABC):
    """One ordinary habit of the population, drawn from its own random stream."""

    name: str

    def __init__(self, world: World, access: Access) -> None:
        self.world, self.access = world, access
        self.arrays = arrays(world.seed, self.name)
        self.chance: Random = single(world.seed, self.name)

    @abstractmethod
    def hour(self, start: float) -> list[Row]:
        """Return what begins in the hour from `start` on: no row is earlier, some may be (hours) later; any order."""
