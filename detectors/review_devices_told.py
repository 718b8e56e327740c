"""Who reviewed one thing on which devices: read from the members of a window's tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from detectors.network import network_of, provider_named
from detectors.tally import Tally
from schemas.event import NEW_DEVICE, NEW_TODAY, Event

MANY = 3  # accounts and providers of a device: two are a couple, of whom the more come, the more come at all
FARM = 3  # devices with so many accounts each, in as many networks: no counter has them
CODE = 8  # characters of a member that tell its device, as many its provider, and as many its network
NEW, OLD = "n", "o"  # then one that tells an account on its first day of posting from one of longer
ANEW = NEW_TODAY | NEW_DEVICE  # an old account's own devices are no farm's
NAME = 3 * CODE + 1  # where the account's name begins


class Device(NamedTuple):
    """Which accounts and networks a device had, and how many providers."""

    accounts: frozenset[str]
    providers: int
    networks: frozenset[str]

    @property
    def moves(self) -> bool:
        """Tell whether it went from provider to provider."""
        return min(len(self.accounts), self.providers) >= MANY


Devices = dict[str, Device]  # by code


class Found(NamedTuple):
    """A thing's devices: those of accounts on their first day of posting, and those of old accounts as well."""

    new: Devices
    every: Devices


def member_of(event: Event) -> str | None:
    """Return who reviews on a first day, or on a device new to it, with device, provider, network; None of all else."""
    if event.kind != "review" or not (event.novel & ANEW and event.device and event.ip):
        return None
    provider, age = provider_named(event.asn, event.ip), NEW if event.novel & NEW_TODAY else OLD
    return f"{_code(event.device)}{_code(provider)}{_code(network_of(event.ip))}{age}{event.subject}"


def _code(name: str) -> str:
    return f"{crc32(name.encode()):08x}"


def found_in(window: Sequence[Tally]) -> Found:
    """Return what each device had; nothing where a sample is all that is kept of a crowd."""
    if any([tally.level for tally in window]):
        return Found({}, {})
    names = {name for tally in window for name in tally.members}
    new = {name for name in names if name[NAME - 1] == NEW}
    return Found(_devices(new), _devices(names))


def _devices(names: set[str]) -> Devices:
    of: dict[str, tuple[set[str], set[str], set[str]]] = defaultdict(lambda: (set(), set(), set()))
    for name in names:
        accounts, providers, networks = of[name[:CODE]]
        accounts.add(name[NAME:])
        providers.add(name[CODE : 2 * CODE])
        networks.add(name[2 * CODE : 3 * CODE])
    return {code: Device(frozenset(one), len(two), frozenset(three)) for code, (one, two, three) in of.items()}


def _farm(devices: Devices) -> Devices:
    """Return the devices that had several accounts, where these are as many as no counter has."""
    many = {code: one for code, one in devices.items() if len(one.accounts) >= MANY}
    apart = {network for one in many.values() for network in one.networks}
    return many if min(len(many), len(apart)) >= FARM else {}


def _moving(devices: Devices) -> Devices:
    return {code: one for code, one in devices.items() if one.moves}


def told(found: Found) -> Devices:
    """Return the devices of a farm of newcomers, and those that move about."""
    return {code: found.every[code] for code in _farm(found.new)} or _moving(found.every)


def accounts_of(devices: Devices) -> frozenset[str]:
    """Return the accounts of some devices, each once: three of a family have several devices between them."""
    return frozenset[str]().union(*[one.accounts for one in devices.values()])


def more(found: Found) -> int:
    """Return how many accounts came after a device's first, as far as this tells of a farm."""
    moving, farm = _moving(found.every), _farm(found.new)
    turns = sum([min(len(one.accounts), one.providers) - 1 for one in moving.values()])
    stay = sum([len(one.accounts) - 1 for one in farm.values()])
    return max(min(turns, len(accounts_of(moving)) - 1), min(stay, len(accounts_of(farm)) - 1))
