"""What newcomers paid a payee from devices each of which used a list of cards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.tally import Tally

LIST = 4  # cards on one device: as `least` of card_testing_device


class Lists(NamedTuple):
    """Cards used on devices with a list of them, these devices, cards refused, networks, and the accounts."""

    cards: int = 0
    devices: int = 0
    refused: int = 0
    networks: int = 0
    names: frozenset[str] = frozenset()


def lists(window: Iterable[Tally]) -> Lists:
    """Return what newcomers paid from devices with lists of cards."""
    devices: dict[str, list[list[str]]] = {}
    for told in {told for tally in window for told in tally.strangers or ()}:
        device, *rest = told.split(PARTED, 4)
        devices.setdefault(device, []).append(rest)
    listed = [paid for paid in devices.values() if len({card for card, *_ in paid}) >= LIST]
    every = [one for paid in listed for one in paid]
    cards, refused = {card for card, *_ in every}, {card for card, _, outcome, _ in every if outcome}
    networks, names = {network for _, network, *_ in every}, frozenset(name for *_, name in every)
    return Lists(len(cards), len(listed), len(refused), len(networks), names)
