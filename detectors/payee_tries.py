"""What accounts tried at one payee in a window: their cards, how many were refused, and on how many devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.payee_tested import REFUSED, SEVERAL
from detectors.tally import Tally
from detectors.window_state import distinct

OLD = "old"  # of an account that is not new, refused for the card's sake: its cards that were taken are not noted
MOVING = 3  # devices, as many networks as half the accounts: a counter has one, and stands somewhere


class Tries(NamedTuple):
    """Accounts at a payee; those with several cards, their cards, how many were refused; devices, times, names.

    `networks` of these accounts; `first`: when each of them first tried.
    """

    payers: int
    several: int
    cards: int
    refused: int
    devices: int
    times: tuple[float, ...]
    names: frozenset[str]
    networks: int = 0
    first: Mapping[str, float] = MappingProxyType({})

    def spread(self) -> bool:
        """Tell whether these are several accounts on devices of their own, or on a few that move about."""
        moving = self.devices >= MOVING and 2 * self.networks >= self.several
        return self.several >= SEVERAL and (2 * self.devices >= self.several or moving)


class _Tried:
    """What each account tried: cards, those of them that were refused, the last device, networks, the first time."""

    def __init__(self) -> None:
        self.cards: dict[str, set[str]] = {}
        self.bad: dict[str, set[str]] = {}
        self.networks: dict[str, set[str]] = {}
        self.devices: dict[str, str] = {}
        self.times: dict[str, float] = {}

    def of(self, payers: int, mine: frozenset[str]) -> Tries:
        """Sum up some accounts of so many payers."""
        return Tries(
            payers, len(mine), self._sum(self.cards, mine), self._sum(self.bad, mine),
            len({self.devices[name] for name in mine}), tuple(sorted([self.times[name] for name in mine])), mine,
            len({network for name in mine for network in self.networks[name]}),
            {name: self.times[name] for name in sorted(mine)},
        )  # fmt: skip

    @staticmethod
    def _sum(sets: dict[str, set[str]], names: frozenset[str]) -> int:
        return sum([len(sets.get(name, ())) for name in names])


def _tried(window: Sequence[Tally], *, new: bool) -> _Tried:
    """Return what new accounts tried, or of all accounts what was refused for the card's sake."""
    found = _Tried()
    for told, time in [one for tally in window for one in (tally.strangers or {}).items()]:
        device, card, network, outcome, name = told.split(PARTED, 4)
        if (outcome == OLD) if new else (outcome not in {OLD, REFUSED}):
            continue
        found.cards.setdefault(name, set()).add(card)
        found.networks.setdefault(name, set()).add(network)
        found.devices[name] = device
        found.times[name] = min(time, found.times.get(name, time))
        if outcome:
            found.bad.setdefault(name, set()).add(card)
    return found


def tries(window: Sequence[Tally]) -> tuple[Tries, Tries]:
    """Return what new accounts tried that used several cards, some of them refused; and those that used several.

    As a `PayeeWindow` notes it; a time is an account's first.
    """
    found = _tried(window, new=True)
    many = frozenset([name for name, cards in found.cards.items() if len(cards) > 1])
    return found.of(len(found.cards), many & found.bad.keys()), found.of(len(found.cards), many)


def known(window: Sequence[Tally]) -> Tries:
    """Return of which accounts, new or not, two cards were refused; `payers`: cards but these, and one for each."""
    found = _tried(window, new=False)
    mine = frozenset([name for name, cards in found.bad.items() if len(cards) > 1])
    every = distinct(window) - sum([len(found.bad[name]) - 1 for name in mine])
    return found.of(max(every, len(mine)), mine)


def refused_of(window: Sequence[Tally]) -> Tries:
    """Return of which accounts, new or not, any card was refused for its own sake; `payers` and `cards` are theirs."""
    found = _tried(window, new=False)
    return found.of(len(found.bad), frozenset(found.bad))
