"""Cards that can make a list of stolen ones: no more than those refused speak for."""

from __future__ import annotations

from math import inf

from detectors.card_reasons import ordinary
from detectors.card_tries import CardsTyped
from detectors.counts import MARKED_KEPT
from detectors.window import WindowState
from schemas.event import Event

# Cards that one refused card speaks for, itself included: most of a tester's list fails, one in ten of a till's cards.
MADE_LIST = 2


class CardsListed(CardsTyped):
    """Base where no more cards count than those refused can make a list."""

    def _vouched(self, state: WindowState, end: int, card: str | None) -> float:
        """Return how many cards a window's refused ones (and `card`) can make a list; 0 for fewer than `_drawer`.

        It only grows as events come in, so that their order decides nothing.
        """
        refused = {name for tally in self._window(state, end) for name in tally.strangers or ()}
        if card is not None:
            refused.add(card)
        if len(refused) >= MARKED_KEPT:  # all who are kept, of more
            return inf
        return len(refused) * MADE_LIST if len(refused) >= self._drawer(state, end) else 0.0

    def _drawer(self, state: WindowState, end: int) -> float:
        """Return how many refused cards are more than somebody's who goes through a drawer."""
        return self.least

    def _refused_by(self, event: Event | None) -> str | None:
        """Return the card that an event counts as refused: one whose payer lacks funds is somebody's, on no list."""
        bad = event is not None and event.outcome is False and not ordinary(event.reason)
        return self.member(event) if event is not None and bad else None
