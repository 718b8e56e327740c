"""What a site's payments were by hour: taken, refused for the card's sake, and which cards were taken after all."""

from __future__ import annotations

from msgspec import field

from detectors.card_faults import Reasons
from detectors.card_paid_after import Paid
from detectors.settled_window import SettledState
from detectors.steps import fold_over, folded

MEMORY = 0.994  # of an hour: halved after five days
Sums = tuple[float, float, float]  # taken, refused, and the weight of these hours


class PaymentState(SettledState, array_like=True):
    """Adds by hour the payments taken, and those refused for the card's sake; decayed sums of older hours; reasons.

    `paid`: the cards taken, by step.
    """

    hours: dict[int, list[float]] = field(default_factory=dict)
    taken: float = 0.0
    refused: float = 0.0
    weight: float = 0.0
    reasons: Reasons = field(default_factory=dict)
    paid: Paid = field(default_factory=dict)

    def before(self, hour: int) -> Sums:
        """Return what is remembered of the hours before one."""
        return folded((self.taken, self.refused, self.weight), self.hours, hour, _folded)

    def fold(self, watermark: float) -> None:
        """Fold the hours that are over."""
        past = self.taken, self.refused, self.weight
        self.taken, self.refused, self.weight = fold_over(past, self.hours, watermark, _folded)


def _folded(past: Sums, counts: list[float]) -> Sums:
    """Return what is remembered after one more hour, whether or not it has been dropped yet: that decides nothing."""
    (taken, refused, weight), (more, bad) = past, counts
    limit = 2 * refused / weight + 4 if weight else bad
    return MEMORY * taken + more, MEMORY * refused + min(bad, limit), MEMORY * weight + 1
