"""What happens at one time: an ordinary burst, or a campaign of abuse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from random import Random
from typing import ClassVar

from pipeline.simulate.access import Access
from pipeline.simulate.chance import single
from pipeline.simulate.row import Row
from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.world import World
from schemas.values import Area


@dataclass
class Scene:
    """An episode played out: its rows in any order, whom it concerns, and what gives it away (`type:id`).

    `entities` are those that take part: an attacker's addresses and accounts, not its victims.
    """

    rows: list[Row]
    accounts: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)


class Episode(ABC):
    """One episode from `at` on, for at most `lasts_s`. `area` is the policy broken, None for an ordinary burst."""

    kind: ClassVar[str]
    area: ClassVar[Area | None]
    lasts_s: ClassVar[float] = 6 * HOUR_S
    every_days: ClassVar[float] = 4.0  # how often it comes, at least once

    def __init__(self, name: str, at: float, world: World, access: Access) -> None:
        self.name, self.at = name, at
        self.world, self.access = world, access
        self.chance: Random = single(world.seed, name)

    @abstractmethod
    def play(self) -> Scene:
        """Return everything that happens; called once, when the hour of `at` begins."""

    @classmethod
    def when(cls, earliest: float, latest: float, chance: Random) -> float:
        """Choose the time between two; episodes bound to a calendar choose their own."""
        return chance.uniform(earliest, latest)
