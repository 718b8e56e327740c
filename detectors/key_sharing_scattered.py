"""A key used at several providers new to it from ever another network: it is sold to few, or used through homes."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.key_days import Days
from detectors.network import network_of
from detectors.slots import slot
from detectors.surprise import binomial
from detectors.usage_newcomers_used import put

PROVIDERS_LEAST = 3  # that came again: a colleague has a home and a telephone
AGAIN = 0.5  # of uses come from a network that was used before; honest ones nine in ten


class Scattered(Struct, array_like=True):
    """Uses of one provider that is new to a key, by network; a bounded number of networks, whatever their order."""

    uses: dict[str, int] = field(default_factory=dict)

    def add(self, ip: str) -> None:
        """Count a use."""
        network = slot("network", network_of(ip))
        put(self.uses, network, self.uses.get(network, 0) + 1)


def scattered_in(elsewhere: dict[str, Scattered], providers: Days, since: int, end: int) -> tuple[float, int, int]:
    """Return how surprising it is that hardly any network comes twice, how many there are, and uses from them.

    Of the providers new to the key in these days that came again, where they are more than all before. Without the one
    with the most networks: build runners, functions in a cloud and a telephone have ever new addresses at theirs.
    """
    new = sorted([name for name, (first, again) in providers.items() if first >= since and again <= end])
    before = sum([first < since for first, _ in providers.values()])
    if len(new) < PROVIDERS_LEAST or len(new) <= before:
        return 0.0, 0, 0
    found = sorted([elsewhere[name].uses for name in new if name in elsewhere], key=len)
    networks, uses = (sum([count(one) for one in found[:-1]]) for count in (len, _total))
    told = sum([len(one) for one in found]), sum([_total(one) for one in found])
    return binomial(uses, networks, AGAIN), *told


def _total(uses: dict[str, int]) -> int:
    return sum(uses.values())
