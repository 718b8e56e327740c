"""A card number mistyped a few times: each slip makes another number, and so another card, that nobody has.

A tester's list holds numbers that were somebody's: most are refused as stolen, blocked or without a word. Of those who
make up numbers, nearly all are refused as a slip is, but they try more of them than anybody mistypes one.
"""

from __future__ import annotations

from collections.abc import Iterable

from detectors.card_reasons import no_number, suspicious
from detectors.tally import Tally
from schemas.event import Event

SLIPS = 6  # in an hour, of one number: then people look for their glasses, or another card
TAKEN = "\1"  # before a card that was taken
OTHERWISE = "\0"  # some card was refused, but not for its number


def spelled(event: Event) -> str:
    """Return what a tally carries of a refusal for what may be the card's sake: the card, if its number is no card's.

    A refusal that names no card says nothing of slips.
    """
    return event.card if event.card and no_number(event.reason) else OTHERWISE


def one_typed(window: Iterable[Tally], count: float, event: Event | None) -> float:
    """Return `count` cards of a window, mistyped ones taken for one: if they are few and none is refused otherwise.

    `event`, where one is given, counts as well. What comes in only makes more of it, so that order decides nothing.
    """
    carried = {card for tally in window for card in tally.carried or () if not card.startswith(TAKEN)}
    if event is not None and suspicious(event):
        carried.add(spelled(event))
    if OTHERWISE in carried or not 1 < len(carried) <= SLIPS:
        return count
    return count - len(carried) + 1


def taken_in(window: Iterable[Tally]) -> set[str]:
    """Return the cards taken in a window."""
    return {card[1:] for tally in window for card in tally.carried or () if card.startswith(TAKEN)}
