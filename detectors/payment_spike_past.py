"""What an account has paid before, by size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple

from msgspec import Struct, field

from schemas.event import ENTERED, Event

STEPS = 4  # a day
SIZES_AN_OCTAVE = 4
KEPT = 1024  # payments; from then on all that is kept counts half, so that habits of half a year ago fade
SIZES_KEPT = 256
OFTEN = 4  # a day
PARTED = ":"
NEW, UNTOLD, HOME = "new", "untold", "home"


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
