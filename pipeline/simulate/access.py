"""How a person reaches the product: home line, office, phone on a carrier's shared address, VPN, abroad."""

from __future__ import annotations

from random import Random

import numpy as np

from pipeline.simulate import places
from pipeline.simulate.agents import BROWSERS, PHONES
from pipeline.simulate.chance import arrays
from pipeline.simulate.places import COUNTRIES
from pipeline.simulate.rhythm import local
from pipeline.simulate.row import Net
from pipeline.simulate.settings import DAY_S
from pipeline.simulate.world import World

_PHONE_SHARE = 0.45
_PER_CARRIER_ADDRESS = 150  # people behind one address of a carrier
_VPN_EVERY = 50  # every fiftieth person goes through a VPN
_VPN_EXITS = 24
_TRIP_EVERY = 60  # one in so many is on a trip that begins in a given fortnight
_NEW_PHONE_DAYS = 700
_SPREAD = 0x9E3779B97F4A7C15  # odd: different days have different addresses


class Access:
    """Answers where a session comes from. Depends on the seed, the person and the time, and a little on chance."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._trips: tuple[int, np.ndarray] = (-1, np.empty(0))
        share = world.settings.accounts / len(COUNTRIES)
        self._pool = max(2, int(share * _PHONE_SHARE / _PER_CARRIER_ADDRESS * 3))

    def of(self, index: int, at: float, chance: Random) -> Net:
        """Return the network fields of a session that begins at `at`."""
        country = int(self._world.country[index])
        if chance.random() < _PHONE_SHARE:
            return self.phone(index, at, chance)
        if abroad := self.trip(index, at):
            return self._computer(index, places.home_network(abroad, 0), 60_000 + index % 97)  # a hotel's address
        office = int(self._world.office[index])
        if office >= 0 and _working(at, country) and chance.random() < 0.85:
            return self.at_office(index, office)
        if self._world.taste[index] % _VPN_EVERY == 0 and chance.random() < 0.7:
            exit_ = chance.randrange(_VPN_EXITS)
            return self._computer(index, places.HOSTING[exit_ % 2], exit_)
        return self.home(index, at)

    def home(self, index: int, at: float) -> Net:
        """Return a person's own line; every seventh is shared by two, every third is IPv6 with a new face each day."""
        country = int(self._world.country[index])
        line = self._world.line[index & ~1 if index % 14 < 2 else index]
        network = places.home_network(country, line >> 40)
        if line % 3 == 0:
            ip = places.v6(network, line >> 8, (line ^ index ^ int(at // DAY_S)) * _SPREAD)
            return places.net(network, ip, self._world.device(index, 0), self.browser(index))
        return self._computer(index, network, line)

    def phone(self, index: int, at: float, chance: Random) -> Net:
        """Return a phone: half the time on the home line's Wi-Fi, else behind the carrier (abroad too: roaming)."""
        device = self._world.device(index, self.phones(index, at))
        agent = PHONES[(self._world.taste[index] >> 8) % len(PHONES)]
        if chance.random() < 0.4 and not self.trip(index, at):
            return {**self.home(index, at), "device": device, "user_agent": agent}
        country = int(self._world.country[index])
        usual = (self._world.line[index] + int(at // DAY_S) * 7919) % self._pool
        exit_ = usual if chance.random() < 0.7 else chance.randrange(self._pool)
        network = places.carrier(country)
        return places.net(network, places.v4(network, 256 + exit_), device, agent)

    def phones(self, index: int, at: float) -> int:
        """Return which phone it is by now, from 1."""
        age = (self._world.taste[index] >> 16) % _NEW_PHONE_DAYS
        return 1 + int((at - self._world.settings.start_s) / DAY_S + age) // _NEW_PHONE_DAYS

    def trip(self, index: int, at: float) -> int:
        """Return the country a person travels in, 0 when at home (nobody of this product travels to country 0)."""
        fortnight = int(at // (14 * DAY_S))
        drawn = int(self._drawn(fortnight)[index])
        if drawn % _TRIP_EVERY:
            return 0
        first, length = (drawn >> 8) % 10, 2 + (drawn >> 16) % 5
        day = int(at // DAY_S) % 14
        abroad = 1 + (drawn >> 24) % (len(COUNTRIES) - 1)
        return abroad if first <= day < first + length and abroad != self._world.country[index] else 0

    def _drawn(self, fortnight: int) -> np.ndarray:
        if self._trips[0] != fortnight:
            draw = arrays(self._world.seed, f"trips {fortnight}")
            self._trips = fortnight, draw.integers(0, 1 << 62, self._world.size)
        return self._trips[1]

    def at_office(self, index: int, office: int) -> Net:
        """Return an office's one address, on the person's work computer."""
        place = self.office_address(int(self._world.country[index]), office)
        network = places.home_network(int(self._world.country[index]), office)
        return places.net(network, place, self._world.device(index, 0), self.browser(index))

    def office_address(self, country: int, office: int) -> str:
        """Return where an office is now."""
        moved = self._world.moved.get(office)
        return moved or places.v4(places.home_network(country, office), 50_000 + office)

    def browser(self, index: int) -> str:
        """Return a person's browser."""
        return BROWSERS[(self._world.taste[index] >> 32) % len(BROWSERS)]

    def _computer(self, index: int, network: int, host: int) -> Net:
        return places.net(network, places.v4(network, host), self._world.device(index, 0), self.browser(index))


def _working(at: float, country: int) -> bool:
    weekday, hour = local(at, COUNTRIES[country].offset_h)
    return weekday < 5 and 7 <= hour < 19
