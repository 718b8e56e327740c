"""One card on many accounts: trial accounts opened in a row, or a stolen card that makes the round."""

from __future__ import annotations

from detectors.first_held import FirstHeld
from detectors.tally import Tally
from schemas.event import Event


class CardSharing(FirstHeld):
    """Distinct accounts that pay or try to pay with one card, in a sliding window of days.

    Fires on a card that pays for many accounts; stays quiet on a family's card, on one account that pays often,
    and on a company card that has always paid for as many.
    """

    name = "card_sharing"
    keyed_by = "card"
    kinds = ("account.payment",)
    area = "payment_fraud"
    steps = 84  # fine steps: an alert's beginning is sure one step after the window's

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """Count refusals."""
        if event.outcome is False:
            tally.add("refused")

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts the card paid for."""
        refused = (run.extra or {}).get("refused", 0.0)
        reason = (
            f"One card was used by {run.peak:.0f} accounts within {self.window_s / 86_400:.0f} days "
            f"(usual for this card: {run.usual:.1f}); {refused:.0f} of {run.n} payments were refused."
        )
        return reason, "See whether one person is behind the accounts; ask the owner or stop the card."
