"""What is remembered of sign-ups by network and program: a day's each, older ones' counts by both."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from operator import attrgetter
from zlib import crc32

from msgspec import Struct

from detectors.network import line_of, network_of, provider_named
from detectors.signup_steps import ALL, Remembered, count_in, counted_in, grouped, keep, known_before
from detectors.slots import SLOTS, slot
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = HOUR_S
STEPS = 24  # a window of a day, as of `signup_hoster`
CHANCE = 3.0  # standard deviations
KEPT = 256  # sign-ups a step; beyond, a sample by hash


class Made(Struct, array_like=True):
    """A sign-up: when; network, address (a line's, of IPv6) and program by hash, the network's unshared."""

    time: float
    network: int
    address: str
    agent: str
    event: str = ""  # its id


class NetworkState(Remembered[Made], array_like=True):
    """Sign-ups by step and account; counts of networks and programs by hour."""

    def add(self, event: Event, one: Made) -> None:
        """Remember a sign-up, and count its network and its program."""
        step = int(event.time // STEP_S)
        count_in(self, step, ALL, place(one.network), one.agent)
        keep(self, step, event.subject, one, KEPT, _order)

    def of_network(self, step: int, network: int) -> dict[str, Made]:
        """Return the sign-ups of a network in the day that ends with `step`."""
        steps = range(step - STEPS + 1, step + 1)
        return {name: one for at in steps for name, one in self.made.get(at, {}).items() if one.network == network}

    def by_network(self, step: int) -> dict[int, dict[str, Made]]:
        """Return the day's sign-ups of each network that has any in `step`, the last of that day."""
        return grouped(self, range(step - STEPS + 1, step + 1), attrgetter("network"))

    def today(self, name: str, step: int) -> float:
        """Return how many the day that ends with `step` has under a name."""
        return counted_in(self, range(step - STEPS + 1, step + 1), name)

    def known(self, name: str, step: int) -> float:
        """Return how many came before that day under a name, as far as is remembered."""
        return known_before(self, name, step - STEPS + 1)

    def known_of(self, network: int, step: int) -> float:
        """Return how many of a network came before, beyond those that share its slot by chance."""
        chance = self.known(ALL, step) / SLOTS
        return max(0.0, self.known(place(network), step) - chance - CHANCE * sqrt(chance))


def made_of(event: Event, network: Callable[[str], str] = network_of) -> Made:
    """Return what is kept of a sign-up that names its address and program; `network`: of an address.

    Of an address that is told by a hash or a name, which no network can be read from, the provider stands for it.
    """
    ip = event.ip or ""
    where = network(ip)
    if where == ip and event.asn is not None:
        where = provider_named(event.asn, ip)
    agent = slot("agent", event.user_agent or "")
    return Made(event.time, crc32(where.encode()), slot("address", line_of(ip)), agent, event.id)


def place(network: int) -> str:
    """Return the name under which a network is counted with the few others that share its slot."""
    return f"network{network % SLOTS}"


def _order(one: Made) -> tuple[float, int, str, str, str]:
    return one.time, one.network, one.address, one.agent, one.event
