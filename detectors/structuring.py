"""Who pays just under one round amount, day after day, on devices that several share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.tally import Tally

ROUND = sorted([float(digit * 10**power) for digit in range(1, 10) for power in range(2, 13)])
JUST_UNDER = 0.97  # of a round amount: whoever keeps below a limit leaves little of it unused
ACCOUNTS = 3  # on a device, on average, and two at least: a couple are two
SHARED = 2
DAYS = 2  # of each: once, one in nine amounts lies so by chance
AMOUNTS = 3  # that differ: a price (4.99, 49.99) is one, whoever pays it, or two


class Structured(NamedTuple):
    """Accounts that pay so, on how many devices; the least and greatest amount, the round one, how many payments."""

    names: frozenset[str] = frozenset()
    devices: int = 0
    least: float = 0.0
    most: float = 0.0
    limit: float = 0.0
    payments: int = 0


def limit_of(amount: float) -> float:
    """Return the round amount that a payment is just under; 0 for none.

    >>> limit_of(98_500.0), limit_of(100_000.0), limit_of(96_900.0), limit_of(499_900.0)
    (100000.0, 0.0, 0.0, 500000.0)
    """
    place = bisect_right(ROUND, amount)
    return ROUND[place] if place < len(ROUND) and amount >= JUST_UNDER * ROUND[place] else 0.0


def structured(window: Sequence[Tally]) -> Structured:
    """Return those who pay so just under the amount under which most do."""
    bands: dict[str, list[tuple[str, float, str, str]]] = {}
    for name in [one for tally in window for one in tally.strangers or ()]:
        band, device, amount, day, account = name.split(PARTED, 4)
        bands.setdefault(band, []).append((device, float(amount), day, account))
    return max(
        map(_of, bands.values()), default=Structured(), key=lambda one: (len(one.names), one.payments, one.limit)
    )


def _of(paid: Sequence[tuple[str, float, str, str]]) -> Structured:
    days: dict[str, set[str]] = {}
    devices: dict[str, set[str]] = {}
    for _, _, day, account in paid:
        days.setdefault(account, set()).add(day)
    for device, _, _, account in paid:
        if len(days[account]) >= DAYS:
            devices.setdefault(device, set()).add(account)
    many = {device: names for device, names in devices.items() if len(names) >= SHARED}
    names = frozenset().union(*many.values())
    amounts = [amount for device, amount, _, account in paid if device in many and account in names]
    if len(set(amounts)) < AMOUNTS or len(names) < ACCOUNTS * len(many):
        return Structured()
    return Structured(names, len(many), min(amounts), max(amounts), limit_of(amounts[0]), len(amounts))
