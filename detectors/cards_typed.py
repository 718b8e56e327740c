"""Distinct cards tried at one place, of which a few numbers that no card has are one card, mistyped."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import Signal
from detectors.card_mistyped import TAKEN, one_typed, spelled, taken_in
from detectors.card_reasons import ordinary, suspicious
from detectors.card_tries import CardTries
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

POOR = "\1"  # before a card among those refused: its payer lacks funds, or its day is over


class CardsTyped(CardTries):
    """Base where a few numbers that no card has are one card, mistyped, if none is refused for another reason.

    And where the one card that is taken, and at once, is none of a list: whoever goes through a wallet stops at it, a
    tester goes on. `carried` of a tally: see `card_mistyped`; `strangers`: the cards refused, after `POOR`
    for lack of funds.
    """

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; note which cards were refused, which as no card's number, and whether any was otherwise."""
        super().note(event, tally)
        if (card := self.member(event)) is not None:
            if event.outcome is not False:
                tally.carry(f"{TAKEN}{card}", event.time)
            else:
                tally.stranger(as_refused(card, event), event.time)
        if not event.outcome and suspicious(event):
            tally.carry(spelled(event), event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base, and no more than the window is judged by."""
        signal = super().score(event, state, key)
        if signal is None or signal.surprise < self.hot_from:
            return signal
        end = int(event.time // self.step_s)
        count = self._listed(state, end, self._count(state, end, event), event)
        surprise = gamma_poisson(count - 1, *self._past(state, end)) if count >= self.least else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), signal.warm, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        count = self._listed(state, end, count, None)
        return super()._weigh(state, end, count, past) if count >= self.least else 0.0

    def _listed(self, state: WindowState, end: int, count: float, event: Event | None) -> float:
        """Return of how many cards a list a window's `count` may be, that of `event` included.

        It only grows as events come in, so that their order decides nothing.
        """
        window = self._window(state, end)
        taken = taken_in(window)
        refused = refused_in(window)
        if event is not None and (card := self.member(event)) is not None:
            (refused if event.outcome is False else taken).add(card)
        return one_typed(window, count, event) - (len(taken) == 1 and not taken <= refused)


def as_refused(card: str, event: Event) -> str:
    """Return as what a card is noted that an event refuses."""
    return f"{POOR}{card}" if ordinary(event.reason) else card


def refused_in(window: Sequence[Tally]) -> set[str]:
    """Return the cards refused in a window, for whatever reason."""
    return {name.removeprefix(POOR) for tally in window for name in tally.strangers or ()}
