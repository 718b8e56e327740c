"""Accounts of some weeks, each by itself, whose payouts all end with a few payees: one person's, under many names."""

from __future__ import annotations

from math import log10
from typing import ClassVar, Final

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.only import only
from detectors.payee_newcomers_state import SEVERAL, NewcomersState, Sort, deed_of
from detectors.recurrence import DAY_S
from detectors.shared_days import SharedDays
from detectors.shared_state import WINDOW_DAYS, Found
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.wording import counted, few_of
from schemas.event import PAID_OUT_NEW, UNTOUCHED, Event

PAID: Final = "account.payment"
PAYEES_TOLD = 5
SECLUDED = PAID_OUT_NEW | UNTOUCHED
# 2026-11: of 2,310 first payouts of newcomers to payees that at most four others ever paid, on seven made-up products,
# one was by the third of a family, none by a fourth; one family in ten is believed to have one.
SHARE, ANOTHER = 0.001, 0.1


class PayeeNewcomers(SharedDays[NewcomersState]):
    """Accounts of at most four weeks, the first who ever had money paid to a payee, three and more of them to each.

    `payee_mules` asks for shared devices or cards; who has a device, line and card for each account still wants the
    money in his own bank. What a person holds is paid out to himself, or a partner: a payee of whose first five payers
    three and more are newcomers, each in a network and hour of his own, is none of them's own. Surprise: a binomial's
    tail of so many third and further newcomers of their payees among all their first payouts of four weeks, for the
    number of sorts of payees (by the word that their names begin with). Fires on three payees of four (sleepers with
    stolen cards), four of five (invented claimants), whatever came before. Quiet on couples and families, a household
    (one network), a church or a fleet that begins to be paid (one hour), on shops, charities, landlords, hostels and
    sellers (others pay them already, or by card), where one in ten payees of a sort is shared and as many have two (a
    new site's shops), or one in four is. Judged once a day is over. Fails on a payee for each two accounts, who waits
    four weeks, on old accounts, where sign-ups are not told, below twenty payees of a sort, on a sixth and later payer.
    Takes for one person's a new agency, hostel or guardian who is paid for several newcomers, each elsewhere, where
    such are three or more.
    Cost: next to nothing; state: 150 bytes a payout.
    """

    name = "payee_newcomers"
    version = 2
    kinds = (PAID,)
    area = "payment_fraud"
    state_type = NewcomersState
    by_site = True
    idle_s: ClassVar[float] = 7 * DAY_S
    share = SHARE
    thing = "payee"

    @only(PAID_OUT_NEW, PAID)
    def remembers(self, event: Event) -> bool:
        """Note newcomers' payouts; whether hardly anybody else was paid out to the payee is told in the site's room."""
        return event.novel & PAID_OUT_NEW != 0 and event.outcome is not False and bool(event.merchant)

    def counts(self, event: Event) -> bool:
        """Ask for one to a payee whom hardly anybody paid before."""
        return self.remembers(event) and event.novel & SECLUDED == SECLUDED

    def learn(self, event: Event, state: NewcomersState, signal: Signal | None) -> bool:
        """Remember it where hardly anybody paid the payee before; its day is judged once it is over."""
        return event.novel & SECLUDED == SECLUDED and super().learn(event, state, signal)

    def _note(self, event: Event, state: NewcomersState) -> None:
        state.put(event.merchant or "", event.subject, deed_of(event))

    def _surprise(self, state: NewcomersState, day: int) -> tuple[float, Found]:
        """Return the surprise of the sort of payees that shows most, and the payees shared of all that accuse."""
        sorts, most = state.sorts(day), 0.0
        found: Found = {}
        for sort in sorts.values():
            surprise, shared = self._of(sort, log10(len(sorts)))
            most = max(most, surprise)
            found |= shared if surprise >= self.hot_from else {}
        return most, found

    def _of(self, sort: Sort, sorts: float) -> tuple[float, Found]:
        """Return how surprising fourths are where they accuse, so that no family is named; else thirds."""
        found: tuple[float, Found] = 0.0, {}
        for least, share in ((SEVERAL + 1, self.share * ANOTHER), (SEVERAL, self.share)):
            number, shared = sort.of(least)
            if found[0] < self.hot_from and number >= self.further:
                found = binomial(sort.payouts, number, share) - sorts, shared
        return found

    def explain(self, run: Tally, state: NewcomersState, key: str) -> Finding:
        """Say how many newcomers were paid out to how many payees."""
        names, (accounts, payees, number) = in_order(run.members), (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "accounts": accounts, "payees": payees, "newcomers_payouts": number,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        to = f"{counted(payees, 'payee')} ({few_of(self.things(run), PAYEES_TOLD)})"
        reason = (
            f"{counted(accounts)} that signed up within four weeks had money paid out to {to}, three or more to each, "
            "from networks of their own, and hardly anybody else ever paid these. Of newcomers' payouts to payees of "
            f"hardly anybody, {number:,} in {WINDOW_DAYS} days, usually one in {1 / SHARE:,.0f} at most is the third "
            "to its payee."
        )
        action = (
            "Hold what is still to be paid to these payees; look who else is paid there, where the money came from "
            "(stolen cards, bonuses, invented claims), and what the accounts have in common."
        )
        return Finding("high", evidence, reason, action, names, run.distinct())
