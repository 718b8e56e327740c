"""One payee at which cards are tested: new accounts, each on a device of its own, most of whose cards are refused.

A tester who takes a new account and device for each few cards, one every hour or two, shows in no hour of the site. But
he tries all of them on one thing, the smallest there is, and for days hardly anybody else of those who pay there is
refused. On 22 products with payees no other had more than seven cards of accounts of a day refused within three days,
or one in ten of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detectors.at_once import ONE_HOUR_MOST, most_in_an_hour
from detectors.pairs import PARTED
from detectors.tally import Tally
from detectors.went_through import told

REFUSED = "refused"  # for the card's own sake
MOST = 0.5  # of the newcomers' cards are never taken, more than: as `TESTED` of `payee_cards`
SEVERAL = 5  # accounts refused, and devices they used: fewer, card_testing and card_testing_device see


class Tested(NamedTuple):
    """Newcomers' cards at a payee, those of them never taken, and their devices and accounts; the times."""

    cards: int = 0
    refused: int = 0
    devices: int = 0
    names: frozenset[str] = frozenset()
    times: tuple[float, ...] = ()
    theirs: int = 0  # of the cards, those that accounts refused tried

    def spread(self) -> bool:
        """Tell whether most of the cards were refused, over several accounts and devices, and not within an hour."""
        accounts = len(self.names)
        if self.refused <= MOST * self.cards or accounts < SEVERAL or 2 * self.devices < accounts:
            return False
        return most_in_an_hour(list(self.times)) <= ONE_HOUR_MOST * len(self.times)


def tested(window: Iterable[Tally]) -> Tested:
    """Return what newcomers tried, as `payee_cards` notes it."""
    every: set[str] = set()
    taken: set[str] = set()
    bad: dict[str, float] = {}
    by: set[tuple[str, str, str]] = set()
    tried: set[tuple[str, str]] = set()
    for noted, time in [one for tally in window for one in (tally.strangers or {}).items()]:
        device, card, _, outcome, name = noted.split(PARTED, 4)
        every.add(card)
        tried.add((name, card))
        if not outcome:
            taken.add(card)
        elif outcome == REFUSED:
            bad[card] = min(time, bad.get(card, time))
            by.add((card, device, name))
    mine = [(device, name) for card, device, name in by if card not in taken]
    times = sorted([time for card, time in bad.items() if card not in taken])
    names = frozenset([name for _, name in mine])
    theirs = len({card for name, card in tried if name in names})
    return Tested(len(every), len(times), len({device for device, _ in mine}), names, tuple(times), theirs)


def sentence(run: Tally, key: str, hours: float) -> tuple[str, str]:
    """Say how many cards of how many accounts were tried at one payee: those of the fullest window."""
    cards, devices, refused, _, accounts = run.detail
    every = len(run.marked or ())
    return (
        f"{accounts} new accounts on {devices} devices tried {cards} cards on one payee ({key}) within {hours:.0f} h, "
        f"a few at a time; {refused} of the cards were refused for reasons that may lie in the card and never "
        f"taken{f'; {every} such accounts in all' if every > accounts else ''}"
        f"{f'; {sum_of} of theirs went through' if (sum_of := told(run.extra)) else ''}.",
        "Hold the accounts; challenge first payments to this payee, which is rather a victim; tell the card issuers "
        "which cards went through.",
    )
