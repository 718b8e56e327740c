"""Card testing spread over accounts, addresses and devices: what it adds up to over the whole site."""

from __future__ import annotations

from typing import cast

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.by_time import since
from detectors.card_faults import forget_days, note_day, note_reason, told_alone
from detectors.card_paid_after import acquitted, note_paid, note_refused, without
from detectors.card_reasons import nobody_there, of_the_product, suspicious
from detectors.card_testing_site_counted import OF_NOBODY, REFUSED_RENEWALS, RENEWALS, counts
from detectors.card_testing_site_past import SitePayments
from detectors.card_testing_site_state import PaymentState
from detectors.card_testing_site_words import as_evidence, note_why, why
from detectors.pairs import PARTED
from detectors.steps import HOUR_S
from detectors.tally import Tally
from detectors.window import WindowState, accounts_of
from schemas.event import Event


class CardTestingSite(SitePayments):
    """Distinct cards refused for the card's sake over the whole site in an hour, against what goes with its payments.

    Fires on one card an account, an account an address: many cards, none of which is seen twice. Quiet on a renewal
    wave (lack of funds, or where nobody was there: no address, device or program, most of them of known accounts, on
    the input's first day also of accounts that are not seen to sign up), a sale (as many more are taken), a release
    that sells out (`out_of_stock` lies in the goods), an outage of the processor (refusals that say so do not count,
    nor those of a reason new to the site that nearly all are refused with (`card_faults`), and none do while nearly
    nothing is taken), on a few busy accounts, of each of which three cards count. Names nobody whose refused card was
    then taken in the window: so owners try again. Judged once a window is over. Fails where the site's own refusals are
    as many, and on known accounts of whose payments nothing but the card is told. `strangers` of a tally: pairs of
    account and card.
    """

    name = "card_testing_site"
    version = 7
    keyed_by = "site"
    kinds = ("account.payment",)
    area = "payment_fraud"
    state_type = PaymentState
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 12,
                 usual: float = 2.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        # The newest window, looked at and too few; never part of an answer.
        self._few: tuple[WindowState, int] | None = None

    def member(self, event: Event) -> str | None:
        """Count the cards of suspicious refusals."""
        return (event.card or event.id) if counts(event) else None

    def remembers(self, event: Event) -> bool:
        """Note payments taken as well; refusals for lack of funds or of an answer say nothing."""
        return bool(event.outcome) or suspicious(event)

    def put(self, event: Event, tally: Tally) -> None:
        """Count what was taken; name only accounts that were refused."""
        if event.outcome:
            tally.stretch(event.time)
            tally.add("taken")
            if of_the_product(event):  # a sign of life; testers' refusals do not go with it
                tally.add(RENEWALS)
        elif of_the_product(event):
            tally.stretch(event.time)
            tally.add(REFUSED_RENEWALS)
        else:
            super().put(event, tally)
            if nobody_there(event):
                tally.add(OF_NOBODY)
            note_reason(event, tally)
            note_why(event, tally)
            tally.stranger(f"{event.subject}{PARTED}{event.card or event.id}", event.time)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep the hour's sums."""
        own: PaymentState = state  # type: ignore[assignment]  # `state_type`; no cast: a call a payment
        bucket, hour = int(event.time // self.step_s), int(event.time // HOUR_S)
        if event.outcome or suspicious(event):
            if hour not in own.hours:
                own.hours[hour] = [0.0, 0.0]
            own.hours[hour][0 if event.outcome else 1] += not of_the_product(event)
            if event.outcome:
                note_paid(own.paid, bucket, event)
                if self._looked_at(event, own, bucket):
                    return own.tallies[own.newest].hot
            elif not of_the_product(event):
                note_day(event, own.reasons)
        hot = super().learn(event, state, signal)
        quiet = bucket == own.newest and bucket not in own.waiting
        self._few = (state, bucket) if quiet else None
        return hot

    def _looked_at(self, event: Event, state: PaymentState, bucket: int) -> bool:
        """Note a payment taken in the newest bucket, if its window has been looked at since a card was counted."""
        few = self._few
        if bucket != state.newest or not (
            bucket in state.waiting or (few is not None and few[0] is state and few[1] == bucket)
        ):
            return False
        tally = state.tallies.get(bucket)
        if tally is not None:
            self.put(event, tally)
        return tally is not None

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted."""
        return super().score(event, state, key) if self.member(event) is not None else None

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; note of a hot window whose card was taken after all."""
        hot = super()._accuse(state, end, count, past, surprise)
        if hot:
            note_refused(
                self._window(state, end), cast("PaymentState", state).paid, range(end - self.steps + 1, end + 1)
            )
        return hot

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; who paid with the card that was refused is not concerned."""
        return without(super().explain(run, state, key), acquitted(run))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {**told_alone(super().evidence(run)), **as_evidence(run.traits, run.n)}

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the hours that are over."""
        super().prune(state, watermark)
        if isinstance(state, PaymentState):
            forget_days(state.reasons, watermark)
            oldest = (watermark - LATENESS_MAX_S - self.reach_s) // self.step_s
            state.paid = since(state.paid, oldest)
            state.fold(watermark)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts were refused in the window."""
        return (len(accounts_of(self._window(state, end))),)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards on how many accounts, and what is usual."""
        reason = (
            f"{run.peak:,.0f} cards were refused for reasons that may lie in the card within "
            f"{self.window_s / 60:.0f} min over the whole site (usual with as many payments: {run.usual:.1f}), on "
            f"{(run.detail or (len(run.accounts or ()),))[0]} accounts.{why(run.traits, run.n)}"
        )
        return reason, "Challenge first payments while it lasts; look at what the refused accounts have in common."
