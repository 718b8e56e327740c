"""Who reviewed one thing on which devices: read from the members of a window's tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from detectors.network import network_of, provider_named
from detectors.tally import Tally
from schemas.event import NEW_TODAY, Event

MANY = 3  # accounts and providers of a device: two are a couple, of whom the more come, the more come at all
FARM = 3  # devices with so many accounts each, in as many networks: no counter has them
CODE = 8  # characters of a member that tell its device, as many its provider, and as many its network


class Device(NamedTuple):
    """How many accounts and providers a device had, and which networks."""

    accounts: int
    providers: int
    networks: frozenset[str]

    @property
    def moves(self) -> bool:
        """Tell whether it went from provider to provider."""
        return min(self.accounts, self.providers) >= MANY


Devices = dict[str, Device]  # by code


def member_of(event: Event) -> str | None:
    """Return a newcomer who reviews, with its device, provider and network; None where one of these is not told."""
    if event.kind != "review" or not (event.novel & NEW_TODAY and event.device and event.ip):
        return None
    provider = provider_named(event.asn, event.ip)
    return f"{_code(event.device)}{_code(provider)}{_code(network_of(event.ip))}{event.subject}"


def _code(name: str) -> str:
    return f"{crc32(name.encode()):08x}"


def devices_of(window: Sequence[Tally], member: str | None = None) -> Devices:
    """Return what each device had; nothing where a sample is all that is kept of a crowd."""
    if any([tally.level for tally in window]):
        return {}
    names = {name for tally in window for name in tally.members} | ({member} if member is not None else set())
    of: dict[str, tuple[set[str], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    for name in names:
        accounts, providers, networks = of[name[:CODE]]
        accounts.add(name[3 * CODE :])
        providers.add(name[CODE : 2 * CODE])
        networks.add(name[2 * CODE : 3 * CODE])
    return {code: Device(len(one), len(two), frozenset(three)) for code, (one, two, three) in of.items()}


def _farm(devices: Devices) -> Devices:
    """Return the devices that had several accounts, where these are as many as no counter has."""
    many = {code: one for code, one in devices.items() if one.accounts >= MANY}
    apart = {network for one in many.values() for network in one.networks}
    return many if min(len(many), len(apart)) >= FARM else {}


def told(devices: Devices) -> Devices:
    """Return the devices of a farm, or those that move about."""
    return _farm(devices) or {code: one for code, one in devices.items() if one.moves}


def more(devices: Devices) -> int:
    """Return how many accounts came after a device's first, as far as this tells of a farm."""
    moving = sum([min(one.accounts, one.providers) - 1 for one in devices.values() if one.moves])
    return max(moving, sum([one.accounts - 1 for one in _farm(devices).values()]))
