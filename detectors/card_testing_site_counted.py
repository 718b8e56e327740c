"""Which refused cards say something of a spread over the site: not those of one drawer, nor of a wave of renewals."""

from __future__ import annotations

from detectors.card_reasons import of_the_product, suspicious
from detectors.pairs import by_first
from detectors.tally import Tally
from schemas.event import Event

DRAWER = 3  # cards that count of one account: a fourth, card_testing sees; they say nothing of a spread
RENEWALS, REFUSED_RENEWALS, OF_NOBODY = "taken_renewals", "refused_renewals", "refused_of_nobody"


def counts(event: Event) -> bool:
    """Tell whether a card was refused for what may be its own sake to somebody: a tester sits at a checkout."""
    return suspicious(event) and not of_the_product(event)


def of_few(window: list[Tally]) -> int:
    """Return how many cards are the fourth and later ones of single accounts, of the pairs that are kept."""
    pairs = {pair for tally in window for pair in tally.strangers or ()}
    cards = by_first(pairs)
    return sum([max(0, several - DRAWER) for several in cards.values()])


def of_wave(window: list[Tally]) -> int:
    """Return how many of the refusals belong to a wave of refused renewals: by nobody, as more of known accounts are.

    Of a product's renewals some are of accounts that came within the week, and look like a tester's by themselves.
    """
    sums = [tally.extra or {} for tally in window]
    waved = sum([found.get(REFUSED_RENEWALS, 0.0) for found in sums])
    alike = sum([found.get(OF_NOBODY, 0.0) for found in sums])
    return int(alike) if waved > alike else 0
