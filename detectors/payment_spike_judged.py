"""How rare so many large payments of an account at once are, after all it paid before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from detectors.payment_spike_past import UNTOLD, Paid, Past, of_currency
from detectors.surprise import gamma_poisson

BEFORE_LEAST = 10  # payments in the currency: of fewer nothing is usual
LARGE = 6  # sizes above an account's middle payment, or nearly three times as much: less is no other kind of payment
NEARLY = 2  # sizes: a day that had as many of seven tenths of the amount is as full
# Of who may have moved house or booked a journey, where nothing says that it was somebody else.
CAUTION = 3.0


class Spike(NamedTuple):
    """The most surprising payments of a window: how many, their least amount and sum; those before.

    Of these, how many were as large, and the size of the middle one.
    """

    surprise: float
    number: int
    least: float
    total: float
    before: int
    as_large: int
    middle: int
    untold: bool  # whether the place of some is not told


NO_SPIKE = Spike(0.0, 0, 0.0, 0.0, 0, 0, 0, untold=False)


def spike(large: Sequence[Paid], before: Past, least: int, burstiness: float) -> Spike:
    """Return the most surprising of the largest payments of a window (`large`: one currency's, the largest first).

    The k-th largest is a bar; what came over it in the past, of all payments, by Jeffreys' rule, is how many a day are
    expected, and the gamma-Poisson tail of k is the surprise. No surprise is what a day before had nearly as large;
    what came from places that nobody knows is `CAUTION` less.
    """
    past, full = of_currency(before.sizes, large[0].currency), before.full.get(large[0].currency, 0)
    payments = sum(past.values())
    if payments < BEFORE_LEAST:
        return NO_SPIKE
    usual, best = middle(past), NO_SPIKE
    for k, one in enumerate(large, 1):
        if one.size < usual + LARGE:
            break
        if one.size <= full + NEARLY or k < least or (k < len(large) and large[k].size == one.size):
            continue
        as_large = sum([count for size, count in past.items() if size >= one.size])
        mean = (as_large + 0.5) / (payments + 1) * payments / before.days
        surprise = gamma_poisson(k, burstiness, burstiness / mean)
        untold = any([p.place == UNTOLD for p in large[:k]])
        surprise -= CAUTION * untold
        if surprise > best.surprise:
            best = Spike(surprise, k, one.amount, sum([p.amount for p in large[:k]]), payments, as_large, usual, untold)
    return best


def middle(past: Mapping[int, int]) -> int:
    """Return the size of the middle payment.

    >>> middle({3: 1, 9: 5, 40: 1})
    9
    """
    left = sum(past.values()) / 2
    for size in sorted(past):
        left -= past[size]
        if left <= 0:
            return size
    return 0
