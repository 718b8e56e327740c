"""Distinct cards tried at one place in an hour: what card testing by account, by address and by device share."""

from __future__ import annotations

from typing import ClassVar, cast

from msgspec import field

from detectors.aside import Aside, payments, put_aside
from detectors.base import Signal
from detectors.by_time import since
from detectors.card_reasons import processors_own, suspicious
from detectors.first_held import FirstHeld, FirstState
from detectors.merchant_told import note_merchant, refused_at
from detectors.tally import Tally
from detectors.went_through import note_through, told
from detectors.window import WindowState
from schemas.event import Event


class TriesState(FirstState, array_like=True):
    """Adds by bucket the payments that are not counted."""

    aside: Aside = field(default_factory=dict)


class CardTries(FirstHeld):
    """Base: distinct cards tried at one place (account, address, device), in a sliding window.

    A payment without a card counts, where it fails, as a card of its own. One that only met a processor's outage says
    nothing of its card, and does not count. The sentence speaks of all payments in the fullest window, counted or not.
    """

    kinds = ("account.payment",)
    area = "payment_fraud"
    state_type = TriesState
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
            note_merchant(event, tally)
        if event.card is None:
            tally.add("cardless")
        if event.amount_minor is not None:
            tally.add("amount_minor", event.amount_minor)
        note_through(event, tally)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; put aside what is not counted, and tell it where its window is hot."""
        if self.member(event) is not None:
            return super().learn(event, state, signal)
        put_aside(event, bucket := int(event.time // self.step_s), cast("TriesState", state).aside)
        return self._looked_at_again(state, bucket)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        steps = range(end - self.steps + 1, end + 1)
        return payments(self._window(state, end), steps, cast("TriesState", state).aside)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was put aside goes with its window."""
        super().prune(state, watermark)
        own = cast("TriesState", state)
        own.aside = since(own.aside, self._oldest(watermark))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add all payments of the fullest window."""
        every, refused = run.detail or (run.n, 0)
        return {**super().evidence(run), "payments_in_window": every, "refused_in_window": refused}

    def tried(self, run: Tally, what: str) -> str:
        """Say what was tried, or refused."""
        return f"One {self.who} tried {run.peak:,.0f} {what}"

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards, and how many payments there were in the same window, and were refused."""
        every, refused = run.detail or (run.n, int((run.extra or {}).get("refused", 0.0)))
        cardless, paid = (run.extra or {}).get("cardless", 0.0) == run.n, told(run.extra)
        where = refused_at(run, (run.extra or {}).get("refused", 0.0))
        what = "payments that name no card" if cardless else "cards"
        then = "see what they tried" if cardless else "tell the card issuers which cards went through"
        reason = (
            f"{self.tried(run, what)} within {self.window_s / 60:.0f} min (usual: {run.usual:.1f}); {refused} of "
            f"{every} payments in that time were refused{f'; {paid} went through in all' if paid else ''}{where}."
        )
        return reason, f"Stop payments from this {self.who}; {then}."
