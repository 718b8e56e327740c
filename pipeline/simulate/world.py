"""The product's population: who they are, where they live, what they use."""

from __future__ import annotations

from collections import deque
from random import Random
from typing import NamedTuple

import numpy as np

from pipeline.simulate import places
from pipeline.simulate.chance import arrays, mixed, single
from pipeline.simulate.prose import Prose
from pipeline.simulate.settings import DAY_S, SimulationSettings

_GROWTH = 0.004  # new accounts a day, as a share of all
_OFFICES_SHARE = 0.12  # of accounts that work behind an office's address
_CUSTOMERS_SHARE = 0.015  # of accounts that are programs calling the API
_LISTS_SHARE = 0.003  # of accounts that are mailing lists and bots
_RECENT = 4000


class Seen(NamedTuple):
    """Content that people may quote or report."""

    content: str
    author: str
    time: float


class World:
    """Accounts 0..`size` in arrays; those from `settings.accounts` on are born during the simulation.

    Accounts made up by an episode come after `size` and have no arrays. Costs about 300 bytes an account.
    """

    def __init__(self, settings: SimulationSettings) -> None:
        self.settings = settings
        self.seed = settings.seed
        self.chance: Random = single(settings.seed, "world")
        self.prose = Prose(settings.seed)
        draw = arrays(settings.seed, "world")
        count = settings.accounts
        self.size = count + int(count * _GROWTH * settings.days) + 1
        shares = np.array([country.share for country in places.COUNTRIES])
        self.country = draw.choice(len(shares), self.size, p=shares / shares.sum())
        self.activity = draw.gamma(0.7, 1 / 0.7, self.size) + 0.05  # some live here, most look in
        self.writes = draw.beta(0.5, 2.0, self.size)  # most people read, a few write
        self.line: list[int] = draw.integers(0, 1 << 62, self.size).tolist()  # where somebody's home is
        self.taste: list[int] = draw.integers(0, 1 << 62, self.size).tolist()  # what browser, phone, habits
        self.born = np.full(self.size, -np.inf)
        self.born[count:] = np.sort(settings.start_s + draw.random(self.size - count) * settings.days * DAY_S)
        self.office = self._offices(draw)
        self.customers, self.lists = self._programs(count)
        self.recent: deque[Seen] = deque(maxlen=_RECENT)
        self.growth: dict[int, tuple[float, float]] = {}  # customers that grow: from when on, how many times
        self._extra = self._contents = 0
        self._shift = mixed(settings.seed)
        self._names = [self._name(index) for index in range(self.size)]

    def _offices(self, draw: np.random.Generator) -> np.ndarray:
        """Give office workers their office: heavy-tailed sizes, everybody in one office of one country."""
        office = np.full(self.size, -1)
        number = 0
        for country in range(len(places.COUNTRIES)):
            people = np.flatnonzero(self.country[: self.settings.accounts] == country)
            people = people[: int(len(people) * _OFFICES_SHARE)]
            while len(people):
                crew = min(len(people), max(4, int(draw.lognormal(3.0, 0.8))))
                office[people[:crew]], people = number, people[crew:]
                number += 1
        self.offices = number
        self.moved: dict[int, str] = {}  # offices that have moved, with their new address
        return office

    def _programs(self, count: int) -> tuple[list[int], list[int]]:
        """Take the last accounts for programs, which do not live like people."""
        active = count * min(1.0, self.settings.activity)
        customers, lists = max(5, int(active * _CUSTOMERS_SHARE)), max(3, int(active * _LISTS_SHARE))
        self.activity[count - customers - lists : count] = 0
        self.people = count - customers - lists
        return list(range(self.people, self.people + customers)), list(range(self.people + customers, count))

    # -- names

    def account(self, index: int) -> str:
        """Return an account's id: opaque, unique, the same in every run of this seed."""
        return self._names[index]

    def _name(self, index: int) -> str:
        return f"u{(index * 2_654_435_761 + self._shift) & 0xFFFFFFFF:08x}"

    def newcomer(self) -> str:
        """Return the id of an account made up by an episode."""
        self._extra += 1
        return self._name((1 << 31) + self._extra)

    def content(self) -> str:
        """Return a new content id."""
        self._contents += 1
        return f"c{mixed(self.seed, 3, self._contents):016x}"

    def device(self, index: int, which: int) -> str:
        """Return a device of an account: 0 its computer, from 1 its phones one after the other."""
        return f"d{mixed(self.seed, 5, index, which):016x}"

    def card(self, index: int, which: int = 0) -> str:
        """Return a card's fingerprint. Every twentieth household has one card for two accounts."""
        owner = index & ~1 if mixed(self.seed, 7, index >> 1) % 20 == 0 else index
        return f"card_{mixed(self.seed, 9, owner, which):016x}"

    # -- sizes and samples

    def sized(self, low: int, high: int, chance: Random) -> int:
        """Draw an episode's size: as given from 2,000 accounts on, smaller in a smaller world."""
        share = min(1.0, self.settings.accounts / 2000) ** 0.5
        return max(8, int(chance.randint(low, high) * share))

    def some(self, count: int, chance: Random) -> list[int]:
        """Draw different people, at most a third of all."""
        return chance.sample(range(self.people), min(count, self.people // 3))

    def note(self, content: str, author: str, at: float) -> None:
        """Remember content for those who come to quote or report it."""
        self.recent.append(Seen(content, author, at))
