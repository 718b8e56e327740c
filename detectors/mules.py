"""Accounts that pay one payee by turns on devices that move about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.tally import Tally

ACCOUNTS = 3  # new ones on one device that pay one payee: a couple has two
PLACES = 2  # networks of a device: a counter's has one
# Of a device's accounts, those that came back to it: in another step, or a day after they signed up. Whom a seller
# signs up on his tablet pays there once, and at once.
RETURNED = 0.5
CARD = "card:"  # before a card, among a tally's devices: a ring passes a few from one account to the next
CARDS = 2  # at the least: one alone may be a firm's, or who pays for all (`card_sharing`)


class Mules(NamedTuple):
    """These accounts, and how many devices (or cards) they used."""

    names: frozenset[str] = frozenset()
    devices: int = 0


def mules(window: Iterable[Tally]) -> Mules:
    """Return those that used such devices."""
    places: dict[str, set[str]] = {}
    times: dict[str, dict[str, int]] = {}
    later: set[str] = set()
    for tally in window:
        later.update(tally.carried or ())
        for device, name in _paid(tally, places):
            came = times.setdefault(device, {})
            came[name] = came.get(name, 0) + 1
    found = [
        came for device, came in times.items()
        if len(came) >= ACCOUNTS and len(places[device]) >= PLACES
        and sum([often > 1 or pair(device, name) in later for name, often in came.items()]) >= RETURNED * len(came)
    ]  # fmt: skip
    return Mules(frozenset().union(*found), len(found))


def by_cards(window: Iterable[Tally]) -> Mules:
    """Return those that used cards of which each paid for three of them or more, wherever that was."""
    cards: dict[str, set[str]] = {}
    for tally in window:
        for told in tally.strangers or ():
            if told.startswith(CARD):
                card, _, name = told.split(PARTED, 2)
                cards.setdefault(card, set()).add(name)
    found = [names for names in cards.values() if len(names) >= ACCOUNTS]
    return Mules(frozenset().union(*found), len(found)) if len(found) >= CARDS else Mules()


def pair(device: str, name: str) -> str:
    """Return how a tally carries an account that paid on a device a day after it signed up, or later."""
    return f"{device}{PARTED}{name}"


def _paid(tally: Tally, places: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Return the devices with accounts of one step; add the networks of each device to `places`."""
    found = set()
    for told in tally.strangers or ():
        device, network, name = told.split(PARTED, 2)
        if device.startswith(CARD):
            continue
        places.setdefault(device, set()).add(network)
        found.add((device, name))
    return found
