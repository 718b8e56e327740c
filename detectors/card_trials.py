"""The accounts of one card that signed up in turn: what `card_sharing_slow` looks for in a device's pairs of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.recurrence import DAY_S

DAYS = 5  # on which they sign up, at least: what comes at once is a class's, a firm's, or for `card_sharing` to see
# Of the mean time from one sign-up to the next, at least: the next trial begins when the last is over. Whom hires or
# customers bring one by one does not wait: of seven so placed by chance one in a hundred.
IN_TURN = 0.5


class Trials(NamedTuple):
    """A card's accounts, by the time of their sign-up, and on how many days they did so."""

    names: dict[str, float]

    def days(self) -> int:
        """Return the days on which any signed up."""
        return len({int(time // DAY_S) for time in self.names.values()})

    def in_turn(self) -> bool:
        """Tell whether none signed up much sooner after the last than the others did."""
        times = sorted(self.names.values())
        least = min([later - one for one, later in pairwise(times)], default=0.0)
        return self.days() >= DAYS and least * (len(times) - 1) >= IN_TURN * (times[-1] - times[0])


def of_one_card(pairs: Collection[str]) -> set[str]:
    """Return the accounts of the card with the most; of several, those of the first by name."""
    cards: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        card, _, name = pair.partition(PARTED)
        cards[card].add(name)
    return cards[min(cards, key=lambda card: (-len(cards[card]), card))] if cards else set()
