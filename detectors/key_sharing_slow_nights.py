"""A key used day after day from a network that never comes again, for what its own places never asked for.

Who has stolen a key and walks through names with it takes another line each night. A colleague on the road is in as
many places, but asks for what he asked for at home.
"""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from detectors.key_days import Days
from detectors.network import network_of
from detectors.pairs import PARTED
from detectors.slots import slot
from detectors.surprise import binomial
from detectors.usage_newcomers_used import put
from schemas.event import Event

# 2026-11: on thirteen made-up products no honest key had more than two such days, whatever it asked for; two stolen
# ones had eight and ten.
DAYS_LEAST = 5
PROVIDERS_LEAST = 3  # and more than all before: a carrier has ever new addresses, and so have build runners
CHOICE = log10(14)  # the days may begin on any of two weeks

Visits = dict[str, tuple[int, int]]  # provider, network and product: the first and the last day


class Nights(NamedTuple):
    """What is surprising of such days: by how much, how many, of how many networks and providers, the first; usual."""

    surprise: float = 0.0
    days: int = 0
    networks: int = 0
    providers: int = 0
    first: int = 0
    usual: float = 0.0


def note_visit(visits: Visits, event: Event, provider: str, day: int) -> None:
    """Note a use from a provider that is new to the key, where provider and product are told."""
    if event.asn is None or event.product is None:
        return
    name = PARTED.join((provider, slot("network", network_of(event.ip or "")), event.product))
    first, last = visits.get(name, (day, day))
    put(visits, name, (min(first, day), max(last, day)))


def nights_in(visits: Visits, owned: dict[str, int], providers: Days, born: int, since: int, end: int) -> Nights:
    """Weigh the days from `since` to `end` against the share of earlier days that brought a new provider (Jeffreys).

    `owned`: what the key's own places have asked for, which counts nowhere.
    """
    if len(visits) < DAYS_LEAST:
        return Nights()
    found, back = dict[tuple[str, str], int](), set[tuple[str, str]]()
    for name, (first, last) in visits.items():
        provider, network, product = name.split(PARTED)
        place, known = (provider, network), found.get((provider, network), first)
        found[place] = first
        if product in owned or first != last or known != first or not since <= providers.get(provider, (-1,))[0] <= end:
            back.add(place)
    strays = {place: day for place, day in found.items() if place not in back and day <= end}
    days, new = set(strays.values()), {provider for provider, _ in strays}
    before = sum([first < since for first, _ in providers.values()])
    if len(days) < DAYS_LEAST or len(new) < max(PROVIDERS_LEAST, before + 1):
        return Nights()
    begun = min(days)
    past = len({first for first, _ in providers.values() if born < first < begun})
    share, spell = min(1.0, (past + 0.5) / (begun - born + 1)), end - begun + 1
    surprise = binomial(spell, len(days), share) - CHOICE
    return Nights(max(0.0, surprise), len(days), len(strays), len(new), begun, share * spell)
