"""What an account has paid before, by size; and how rare so many large payments at once are after that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import NamedTuple

from msgspec import Struct, field

from detectors.surprise import gamma_poisson
from schemas.event import ENTERED, Event

STEPS = 4  # a day
SIZES_AN_OCTAVE = 4
KEPT = 1024  # payments; from then on all that is kept counts half, so that habits of half a year ago fade
SIZES_KEPT = 256
LARGE = 6  # sizes above an account's middle payment, or nearly three times as much: less is no other kind of payment
OFTEN = 4  # a day
NEARLY = 2  # sizes: a day that had as many of seven tenths of the amount is as full
PARTED = ":"
NEW, UNTOLD, HOME = "new", "untold", "home"
# Of who may have moved house or booked a journey, where nothing says that it was somebody else.
CAUTION = 3.0


class Paid(NamedTuple):
    """One payment: its currency ("" where none is told), size (quarters of an octave), amount, and from where.

    That is a device and address new to the account, others, or nobody knows.
    """

    currency: str
    size: int
    amount: float
    place: str


def name_of(event: Event) -> str:
    """Return a payment's name: the same amount to the same payee is the same, tried or paid again."""
    place = NEW if event.novel & ENTERED else UNTOLD if event.ip is None and event.device is None else HOME
    return f"{event.amount_minor:g}{PARTED}{place}{PARTED}{event.currency or ''}{PARTED}{event.merchant or ''}"


def paid(name: str) -> Paid:
    """Undo `name_of`, but for the payee."""
    amount, place, currency, _ = name.split(PARTED, 3)
    return Paid(currency, int(SIZES_AN_OCTAVE * log2(float(amount) + 1)), float(amount), place)


class Past(Struct, array_like=True):
    """Payments of steps gone by: how many of each currency and size, on how many days; the first step and the last.

    `day`: those of the last day; `full`: by currency the largest size that some day had as often as `OFTEN`.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    days: int = 0
    first: int = -1
    last: int = -1
    day: dict[str, int] = field(default_factory=dict)
    full: dict[str, int] = field(default_factory=dict)

    def copy(self) -> Past:
        """Return one that may be added to."""
        return Past(dict(self.sizes), self.days, self.first, self.last, dict(self.day), dict(self.full))

    def add(self, step: int, names: Iterable[str]) -> None:
        """Add a step's payments; steps must come in order."""
        if step // STEPS != self.last // STEPS:
            self.days, self.day = self.days + 1, {}
        self.first, self.last = step if self.first < 0 else self.first, step
        for one in map(paid, names):
            size = f"{one.currency}{PARTED}{one.size}"
            if size in self.sizes or len(self.sizes) < SIZES_KEPT:
                self.sizes[size] = self.sizes.get(size, 0) + 1
                self.day[size] = self.day.get(size, 0) + 1
        for currency in {size.rsplit(PARTED, 1)[0] for size in self.day}:
            often = _often(of_currency(self.day, currency))
            self.full[currency] = max(often, self.full.get(currency, 0))
        if sum(self.sizes.values()) > KEPT:
            self.sizes = {size: count // 2 for size, count in self.sizes.items() if count > 1}
            self.days, self.full = self.days - self.days // 2, {}


def of_currency(sizes: Mapping[str, int], currency: str) -> dict[int, int]:
    """Return how many payments of one currency there were of each size."""
    told = [(size.rsplit(PARTED, 1), count) for size, count in sizes.items()]
    return {int(size): count for (code, size), count in told if code == currency}


def _often(sizes: Mapping[int, int]) -> int:
    """Return the largest size that so many payments reach; 0 where there are fewer."""
    seen = 0
    for size in sorted(sizes, reverse=True):
        seen += sizes[size]
        if seen >= OFTEN:
            return size
    return 0


def amount_of(size: int) -> float:
    """Return the amount in the middle of a size.

    >>> round(amount_of(40))
    1116
    """
    return float(2 ** ((size + 0.5) / SIZES_AN_OCTAVE) - 1)


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
