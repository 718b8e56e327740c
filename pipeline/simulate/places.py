"""Countries with their networks, and the addresses in them.

The addresses are 100.64.0.0/10 (shared space, nobody's own), one /16 a network; the system numbers are private ones.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from pipeline.simulate.row import Net

HOME_NETWORKS = 3  # a country's fixed-line providers; the fourth of its networks is the mobile carrier
HOSTS = 1 << 16
_BASE, _FIRST_SYSTEM = (100 << 24) | (64 << 16), 64_512


class Country(NamedTuple):
    """`share` of all accounts; `offset_h` from UTC."""

    code: str
    offset_h: int
    share: float
    language: str


COUNTRIES = (
    Country("US", -6, 0.27, "en"), Country("DE", 1, 0.14, "de"), Country("GB", 0, 0.11, "en"),
    Country("FR", 1, 0.08, "en"), Country("ES", 1, 0.07, "es"), Country("BR", -3, 0.08, "en"),
    Country("IN", 5, 0.08, "en"), Country("MX", -6, 0.05, "es"), Country("PL", 1, 0.04, "en"),
    Country("NG", 1, 0.03, "en"), Country("ID", 7, 0.03, "en"), Country("AU", 10, 0.02, "en"),
)  # fmt: skip
HOSTING = tuple(range(len(COUNTRIES) * 4, 64))  # what is left of the /10: data centres, VPNs


def v4(network: int, host: int) -> str:
    """Return an address of a network (0..63).

    >>> v4(0, 258)
    '100.64.1.2'
    """
    number = _BASE | (network << 16) | (host % HOSTS)
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def v6(network: int, line: int, face: int) -> str:
    """Return an IPv6 address: `line` is a household's /64, `face` the changing half."""
    house = f"2001:db8:{network << 8 | (line >> 16 & 255):x}:{line & 0xFFFF:x}"
    return f"{house}:{face >> 32 & 0xFFFF | 1:x}:{face >> 16 & 0xFFFF:x}:{face & 0xFFFF:x}:1"


def system(network: int) -> int:
    """Return a network's autonomous system number."""
    return _FIRST_SYSTEM + network


def home_network(country: int, which: int) -> int:
    """Return one of a country's fixed-line networks."""
    return country * 4 + which % HOME_NETWORKS


def carrier(country: int) -> int:
    """Return a country's mobile network."""
    return country * 4 + HOME_NETWORKS


def country_of(network: int) -> str:
    """Return the country code of a network; data centres are spread over all of them."""
    return COUNTRIES[network // 4].code if network < HOSTING[0] else COUNTRIES[network % len(COUNTRIES)].code


def net(network: int, ip: str, device: str, agent: str) -> Net:
    """Return where a request comes from."""
    return {"ip": ip, "device": device, "user_agent": agent, "country": country_of(network), "asn": system(network)}


def residential(chance: Random) -> tuple[int, str]:
    """Return some household's address anywhere: what residential proxies sell."""
    network = home_network(chance.randrange(len(COUNTRIES)), chance.randrange(HOME_NETWORKS))
    return network, v4(network, chance.randrange(HOSTS))


def hosted(chance: Random) -> tuple[int, str]:
    """Return an address in some data centre."""
    network = chance.choice(HOSTING)
    return network, v4(network, chance.randrange(HOSTS))
