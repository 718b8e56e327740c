"""Accounts taken patiently and only paid from: two and more of them pay the same few payees, whom nobody else pays."""

from __future__ import annotations

from typing import ClassVar, Final

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.shared_days import SharedDays
from detectors.shared_state import WINDOW_DAYS, SharedState, deed_of
from detectors.tally import Tally
from detectors.wording import counted, few_of
from schemas.event import LODGED, NEVER_USED, UNTOUCHED, Event

PAID: Final = "account.payment"
PAYEE = "payee:"  # of ties
PAYEES_TOLD = 3
# Of first payments on such a device to a payee whom hardly anybody pays, those to one whom another paid so. 2026-11: on
# ten made-up products of 13,735 first payments to such payees 24 were on such a device, and of 2,397 by a second payer
# nine: that both are so was one in 150,000, none was seen, and one in 25,000 of the 24 so on the product that has most.
SHARE = 0.0005


class TakeoverPayees(SharedDays[SharedState]):
    """First payments on a device that came days before and was not used since, to payees that such accounts share.

    `takeover_waited` asks for a change of mail; who changes nothing and only pays, once, to a payee of his own, looks
    as an owner with a new telephone. But an owner uses that daily, and a payee whom hardly anybody pays (a relative, a
    landlord) has no second payer who had his new device lie for days as well. Surprise: a binomial's tail of so many
    payers beyond the first of their payee, among all such payments of four weeks. Fires on three payees of two each,
    or one of four. Quiet on shops and top-ups, on a household (one network), on a sale that begins (within one hour),
    on devices in daily use or new that day (`payee_fanin`), on who paid the payee before. Judged once a day is over.
    Fails on fewer than three beyond the first, on who empties all within an hour (`payee_fanin` again), on victims with
    a payee each, a payee that five others pay, on who uses the device between, or waits for
    more than ten days, and where payments name no device. Cost: next to nothing; state: 150 bytes a payment.
    """

    name = "takeover_payees"
    kinds = (PAID,)
    state_type = SharedState
    by_site = True
    idle_s: ClassVar[float] = 7 * DAY_S  # who takes one every three days may rest for a week
    share = SHARE
    thing = "payee"

    @only(LODGED, PAID)
    def remembers(self, event: Event) -> bool:
        """Note payments on such devices; whether hardly anybody pays the payee is told in the site's room only."""
        return event.novel & LODGED != 0 and event.novel & NEVER_USED != 0 and event.outcome is not False

    def counts(self, event: Event) -> bool:
        """Ask for such a payment to a payee whom hardly anybody pays."""
        return self.remembers(event) and secluded(event)

    def learn(self, event: Event, state: SharedState, signal: Signal | None) -> bool:
        """Remember it where hardly anybody pays the payee; its day is judged once it is over."""
        return secluded(event) and super().learn(event, state, signal)

    def _note(self, event: Event, state: SharedState) -> None:
        state.put(event.merchant or "", event.subject, deed_of(event))

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say how many paid how many payees so."""
        names, (accounts, payees, number) = in_order(run.members), (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "accounts": accounts, "payees": payees, "such_payments": number,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        to = f"{counted(payees, 'payee')} ({few_of(self.things(run), PAYEES_TOLD)})"
        reason = (
            f"{counted(accounts)} paid {to} for the first time within {WINDOW_DAYS} days, two or more each and hardly "
            "anybody else, on devices that had come to them days before, at an address as new, and had not been used "
            f"since (of {number:,} such payments to payees of hardly anybody; usual: at most one in {1 / SHARE:,.0f} "
            "shares its payee with another)."
        )
        action = (
            "Ask the owners whether the devices and payees are theirs; where they are not end the sessions there, stop "
            "what is still to be paid and call the rest back, and look who else pays these payees."
        )
        return Finding("high", evidence, reason, action, names, run.distinct())


def secluded(event: Event) -> bool:
    """Tell whether a payment is on such a device, and its payee paid by hardly anybody else."""
    return event.novel & (LODGED | UNTOUCHED) == LODGED | UNTOUCHED and bool(event.merchant)
