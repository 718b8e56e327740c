"""Card testing: stolen card numbers are tried with small payments, one after the other, to see which still work."""

from __future__ import annotations

from typing import ClassVar

from detectors.card_reasons import processors_own, suspicious
from detectors.first_held import FirstHeld
from detectors.tally import Tally
from schemas.event import Event


class CardTries(FirstHeld):
    """Base: distinct cards tried at one place (account, address, device), in a sliding window.

    A payment without a card counts, where it fails, as a card of its own. One that only met a processor's outage says
    nothing of its card, and does not count.
    """

    kinds = ("account.payment",)
    area = "payment_fraud"
    members_are_accounts = False
    who: ClassVar[str] = "account"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 4,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count every card; one that worked is the tester's aim."""
        if event.outcome is False and processors_own(event.reason):
            return None
        return event.card or (event.id if suspicious(event) else None)

    def note(self, event: Event, tally: Tally) -> None:
        """Sum up refusals and amounts."""
        if event.outcome is False:
            tally.add("refused")
        if event.card is None:
            tally.add("cardless")
        if event.amount_minor is not None:
            tally.add("amount_minor", event.amount_minor)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards, and how many payments were refused."""
        told = run.extra or {}
        cardless = told.get("cardless", 0.0)
        what, action = (
            ("payments that name no card", "see what they tried")
            if cardless == run.n
            else ("cards", "tell the card issuers which cards went through")
        )
        reason = (
            f"One {self.who} tried {run.peak:.0f} {what} within {self.window_s / 60:.0f} min "
            f"(usual: {run.usual:.1f}); {told.get('refused', 0.0):.0f} of {run.n} payments were refused."
        )
        return reason, f"Stop payments from this {self.who}; {action}."


class CardTesting(CardTries):
    """Distinct cards that one account pays or tries to pay with.

    Fires on many cards from one account; stays quiet on a renewal wave and on a sale (an account has a card or two,
    however many payments fail or succeed), and on one card that is tried again and again. Testers who spread over
    accounts are seen where they come from, below.
    """

    name = "card_testing"
    keyed_by = "account"
    ties = ("device", "ip")


class CardTestingAddress(CardTries):
    """Distinct cards refused at one address, in a sliding window.

    Counts refusals only, and not those for lack of funds or of an answer: a shop's own server, a carrier and an office
    have many payers, and at a sale, a renewal wave or an outage many pay in vain. Fires when card after card is refused
    for other reasons.
    """

    name = "card_testing_address"
    keyed_by = "ip"
    who = "address"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count the cards of suspicious refusals."""
        return (event.card or event.id) if suspicious(event) else None


class CardTestingDevice(CardTries):
    """Distinct cards tried on one device, in a sliding window: a person has two or three, a tester a list."""

    name = "card_testing_device"
    keyed_by = "device"
    who = "device"
