"""How surprising it is that so many accounts used several cards at one payee within a week."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.at_once import ONE_HOUR_MOST, most_in_an_hour
from detectors.payee_tries import Tries, known, tries
from detectors.recurrence import DAY_S
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally

# Of new accounts at a payee, honest ones that use two cards or more in their first days, one of which is refused: one
# in 22 on a made-up flat market, of 265, and hardly any elsewhere. And with two or more at all: one in eight.
USUAL, ANY_USUAL = 0.1, 0.2
MOST = 0.5  # of a payee's new accounts use two cards or more: then it counts what share of the cards is refused, too
ORDINARY = 0.1  # of cards, refused: as in `payee_cards`
# Of accounts of whatever age, those of which two cards or more were refused for their own sake within a week: two of 84
# at one honest payee of two made-up products, of 387 at another, one or none at 155; testers seven of 25.
TWICE = 0.02


def most_surprising(window: Sequence[Tally], past: tuple[float, float]) -> tuple[float, Tries, bool]:
    """Return the most surprising accounts of a window, and whether they are of whatever age."""
    some, every = tries(window)
    old = known(window)
    found = (_of_new(some, past), some, False), (_of_most(every, past), every, False), (_of_known(old, past), old, True)
    return max(found, key=lambda one: one[0])


def _of_new(found: Tries, past: tuple[float, float]) -> float:
    """Return the surprise of so many new accounts with several cards, of which some were refused."""
    if not found.spread() or most_in_an_hour(list(found.times)) > ONE_HOUR_MOST * found.several:
        return 0.0
    return min(binomial(found.payers, found.several, USUAL), gamma_poisson(found.cards - 1, *past))


def _of_most(found: Tries, past: tuple[float, float]) -> float:
    """Return the surprise that most new accounts use several cards, and that so many of these are refused."""
    more = found.several > MOST * found.payers and found.refused > ORDINARY * found.cards
    if not more or not found.spread() or most_in_an_hour(list(found.times)) > ONE_HOUR_MOST * found.several:
        return 0.0
    of_cards = binomial(found.cards, found.refused, ORDINARY)
    surprise = both(binomial(found.payers, found.several, ANY_USUAL), of_cards)
    return min(surprise, gamma_poisson(found.cards - 1, *past))


def _of_known(found: Tries, past: tuple[float, float]) -> float:
    """Return the surprise of so many accounts of which two cards were refused."""
    days = [time // DAY_S for time in found.times]
    most = max([days.count(day) for day in days], default=0)
    if not found.spread() or most > ONE_HOUR_MOST * found.several:
        return 0.0
    return min(binomial(found.payers, found.several, TWICE), gamma_poisson(found.refused - 1, *past))
