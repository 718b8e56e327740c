"""Which cards the new accounts of a site paid with, day by day, and on how many cards account after account came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from msgspec import field

from detectors.base import State
from detectors.counts import sampled
from detectors.recurrence import DAY_S
from schemas.event import Event

WINDOW_DAYS = 28  # as `card_sharing_slow`: trials and bonuses are taken one after the other
LEAST = 5  # accounts of a card, as `card_sharing`: a family has three or four
KEPT = 1024  # cards a day; beyond, a sample by hash, so that all accounts of a card are kept or none
PAYERS_KEPT = 64  # of a card in a day, the earliest
FOUND_KEPT = 512
# What comes at once is a class's, a firm's, or for `card_sharing` to see; as of one inviter's accounts.
DAYS, ONE_DAY_MOST = 3, 0.5


class Paid(NamedTuple):
    """The first payment of an account with a card, and by hash the place it came from: device, or else address."""

    time: float
    event_id: str
    place: int


Payers = dict[str, Paid]


class SiteCardsState(State, array_like=True):
    """`days`: by day and card, the new accounts that paid; `levels` of their samples; `waiting` steps.

    `found`: by hash of a card on which many came, the first day of that; `oldest`: the first day of all.
    """

    days: dict[int, dict[str, Payers]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    found: dict[int, int] = field(default_factory=dict)
    oldest: int = -1

    def add(self, event: Event) -> None:
        """Count a payment, once for an account and card."""
        day, card, name = int(event.time // DAY_S), event.card or "", event.subject
        cards, level = self.days.setdefault(day, {}), self.levels.get(day, 0)
        if not sampled(card, level):
            return
        payers = cards.setdefault(card, {})
        payers[name] = min(payers.get(name, _LAST), _paid(event))
        if len(payers) > PAYERS_KEPT:
            del payers[max(payers, key=lambda one: (payers[one], one))]
        while len(cards) > KEPT:
            level = self.levels[day] = level + 1
            cards = self.days[day] = {other: whose for other, whose in cards.items() if sampled(other, level)}

    def cards(self, day: int) -> dict[str, Payers]:
        """Return each card's new accounts in the window that ends with a day, as far as the sample goes."""
        united: dict[str, Payers] = {}
        days = [at for at in range(day - WINDOW_DAYS + 1, day + 1) if at in self.days]
        level = max([self.levels.get(at, 0) for at in days], default=0)
        for at in days:
            for card, payers in self.days[at].items():
                if level == 0 or sampled(card, level):
                    _unite(united.setdefault(card, {}), payers)
        return united

    def payers(self, card: str, day: int) -> Payers:
        """Return one card's new accounts in that window."""
        mine: Payers = {}
        for at in range(day - WINDOW_DAYS + 1, day + 1):
            _unite(mine, self.days.get(at, {}).get(card, {}))
        return mine

    def usual(self, day: int) -> float:
        """Return on how many cards many came in such a window of earlier weeks."""
        before = day - WINDOW_DAYS
        seen = sum([first <= before for first in self.found.values()])
        return seen * WINDOW_DAYS / max(WINDOW_DAYS, before - self.oldest + 1)

    def learn(self, day: int, cards: Iterable[str]) -> None:
        """Take what was found on a day into what is usual later."""
        self.oldest = day if self.oldest < 0 else min(day, self.oldest)
        for card in cards:
            self.found.setdefault(crc32(card.encode()), day)
        while len(self.found) > FOUND_KEPT:
            del self.found[max(self.found, key=lambda code: (self.found[code], code))]

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later holds."""
        for at in [at for at in self.days if at <= day - WINDOW_DAYS]:
            del self.days[at]
            self.levels.pop(at, None)


_LAST = Paid(float("inf"), "", 0)


def _paid(event: Event) -> Paid:
    return Paid(event.time, event.id, crc32((event.device or event.ip or event.subject).encode()))


def _unite(mine: Payers, theirs: Payers) -> None:
    for name, paid in theirs.items():
        mine[name] = min(mine.get(name, paid), paid)


def size(payers: Payers) -> int:
    """Return how many of a card's accounts came from a place of their own."""
    return len({paid.place for paid in payers.values()})


def shared(payers: Payers) -> bool:
    """Tell whether so many came, and day after day."""
    if len(payers) < LEAST or size(payers) < LEAST:
        return False
    days = Counter([paid.time // DAY_S for paid in payers.values()])
    return len(days) >= DAYS and max(days.values()) <= ONE_DAY_MOST * len(payers)
