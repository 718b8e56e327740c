"""Cards that can make a list of stolen ones: no more than those refused speak for."""

from __future__ import annotations

from math import inf

from detectors.cards_typed import POOR, CardsTyped, as_refused
from detectors.counts import MARKED_KEPT
from detectors.window import WindowState
from schemas.event import Event

# Cards that one refused card speaks for, itself included: most of a tester's list fails, one in ten of a till's cards.
MADE_LIST = 2


class CardsListed(CardsTyped):
    """Base where no more cards count than those refused can make a list."""

    def _vouched(self, state: WindowState, end: int, card: str | None) -> float:
        """Return how many cards a window's refused ones (and `card`) can make a list; 0 for fewer than `_drawer`.

        Those whose payers lack funds are somebody's: no more of them count than were refused otherwise. It only grows
        as events come in, so that their order decides nothing.
        """
        named = {name for tally in self._window(state, end) for name in tally.strangers or ()}
        if card is not None:
            named.add(card)
        if len(named) >= MARKED_KEPT:  # all who are kept, of more
            return inf
        bad = {name for name in named if not name.startswith(POOR)}
        refused = len(bad) + min(len(bad), len({name.removeprefix(POOR) for name in named} - bad))
        return refused * MADE_LIST if refused >= self._drawer(state, end) else 0.0

    def _drawer(self, state: WindowState, end: int) -> float:
        """Return how many refused cards are more than somebody's who goes through a drawer."""
        return self.least

    def _refused_by(self, event: Event | None) -> str | None:
        """Return the card that an event counts as refused, as it stands among `strangers`."""
        if event is None or event.outcome is not False or (card := self.member(event)) is None:
            return None
        return as_refused(card, event)
