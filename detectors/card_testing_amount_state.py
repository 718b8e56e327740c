"""What each amount's first payments came to: by hour and day, as `card_testing_amount` asks."""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

from msgspec import field

from detectors.card_testing_newcomers_past import SHARE, SHARE_WEIGHT
from detectors.card_testing_newcomers_state import NewcomersState
from detectors.recurrence import DAY_S
from detectors.steps import HOUR_S

KEPT = 256  # amounts an hour or day, the smallest: a tester's is
DAYS = 14  # of an amount, whose middle one is its own usual: those of an attack are seldom half of them
DAYS_LEAST, SOME = 3, 3  # days known, payments on each
DAYS_KEPT = DAYS + 4


class AmountState(NewcomersState, array_like=True):
    """Adds by hour how often each amount was taken in accounts' first hours; by day, how often refused, and in all."""

    taken: dict[int, dict[float, int]] = field(default_factory=dict)
    days: dict[int, dict[float, list[int]]] = field(default_factory=dict)

    def add(self, amount: float, time: float, *, taken: bool) -> None:
        """Count a first payment that was taken, or refused for the card's sake."""
        day = self.days.setdefault(int(time // DAY_S), {})
        sums = day.setdefault(amount, [0, 0])
        sums[0] += not taken
        sums[1] += 1
        if len(day) > KEPT:  # the smallest are left, whatever came first
            del day[max(day)]
        if taken:
            hour = self.taken.setdefault(int(time // HOUR_S), {})
            hour[amount] = hour.get(amount, 0) + 1
            if len(hour) > KEPT:
                del hour[max(hour)]

    def usual(self, amount: float, before: int) -> float:
        """Return what share of an amount is refused on the middle one of the days before day `before`, 0 if unknown."""
        told = [told[amount] for day, told in self.days.items() if before - DAYS <= day < before and amount in told]
        shares = [bad / every for bad, every in told if every >= SOME]
        return median(shares) if len(shares) >= DAYS_LEAST else 0.0


class Amount(NamedTuple):
    """How surprising one amount's refusals are; the amount, who was refused, who paid it or tried to; other amounts."""

    surprise: float = 0.0
    amount: float = 0.0
    refused: int = 0
    paid: int = 0
    others_refused: int = 0
    others: int = 0


def share_of(refused: float, paid: float) -> float:
    """Return a share, as newcomers are refused while little is known."""
    return (refused + SHARE * SHARE_WEIGHT) / (paid + SHARE_WEIGHT)
