"""What the rooms say of some events that go through one room after the other, told as if each had gone through all."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

# Places at one event, in the order in which they speak: its subject's room, the entities', the site's; then campaigns
# let in what has waited; then the timers of the entities' room and of the site's.
SUBJECT, ENTITIES, SITE, CAMPAIGNS, ENTITY_TIMERS, SITE_TIMERS = range(6)
PLACES = 8  # of one event
_place = itemgetter(0)


class InTurn:
    """Keeps what is said until it is its turn. Cost: half a microsecond a thing said."""

    def __init__(self) -> None:
        self._said: list[tuple[int, Callable[..., None], tuple[Any, ...]]] = []
        self._told = 0
        self.place = 0  # at which is said what comes next: the event's number times PLACES, and one of them
        self.next = float("inf")  # the number of the event of which something is told next

    def say(self, tell: Callable[..., None], *what: Any) -> None:
        """Keep something for its turn, when `tell` is called with it."""
        self._said.append((self.place, tell, what))

    def begin(self) -> None:
        """Put all that was said in order; what was said at one place stays as it was said."""
        self._said.sort(key=_place)
        self._plan()

    def before(self, number: int, place: int) -> None:
        """Tell what was said before a place."""
        said, until = self._said, number * PLACES + place
        while self._told < len(said) and said[self._told][0] < until:
            _, tell, what = said[self._told]
            self._told += 1
            tell(*what)
        self._plan()

    def end(self) -> None:
        """Tell the rest, in the order in which it was said where `begin` was not called."""
        for _, tell, what in self._said[self._told :]:
            tell(*what)
        self._said.clear()
        self._told, self.next = 0, float("inf")

    def _plan(self) -> None:
        waits = self._told < len(self._said)
        self.next = self._said[self._told][0] // PLACES if waits else float("inf")
