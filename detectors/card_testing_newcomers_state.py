"""What newcomers' payments were by hour, beside all others', and which of their cards were taken."""

from __future__ import annotations

from msgspec import field

from detectors.settled_window import SettledState
from detectors.steps import fold_over, folded

MEMORY = 0.994  # of an hour: halved after five days, as in `card_testing_site`
PAID_KEPT = 1024  # an hour's taken cards of newcomers, by name: who is beyond is named with the others

# Of an hour: newcomers' payments that were taken, and refused; the same of all other accounts.
Sums = list[float]


class NewcomersState(SettledState, array_like=True):
    """Adds each recent hour's sums, and decayed sums of older hours with their weight.

    `paid`: by hour, cards of newcomers that were taken -> whose; "" where several used it.
    """

    hours: dict[int, Sums] = field(default_factory=dict)
    past: Sums = field(default_factory=lambda: [0.0] * 5)
    paid: dict[int, dict[str, str]] = field(default_factory=dict)

    def pay(self, hour: int, card: str, subject: str) -> None:
        """Note a card that was taken."""
        paid = self.paid.setdefault(hour, {})
        paid[card] = subject if paid.get(card, subject) == subject else ""
        if len(paid) > PAID_KEPT:
            del paid[max(paid)]

    def before(self, hour: int) -> Sums:
        """Return what is remembered of the hours before one."""
        return folded(self.past, self.hours, hour, _folded)

    def fold(self, watermark: float) -> None:
        """Fold the hours that are over."""
        self.past = fold_over(self.past, self.hours, watermark, _folded)


def mostly_refused(sums: Sums | None) -> bool:
    """Tell whether most payments of accounts known for longer were refused: nothing can then be said of newcomers."""
    return sums is not None and sums[3] > 1 and sums[3] > sums[2]


def _folded(past: Sums, counts: Sums) -> Sums:
    """Return what is remembered after one more hour, an attack's refusals clipped."""
    limit = 2 * past[1] / past[4] + 4 if past[4] else counts[1]
    clipped = [counts[0], min(counts[1], limit), counts[2], counts[3], 1.0]
    return [MEMORY * old + new for old, new in zip(past, clipped, strict=True)]
