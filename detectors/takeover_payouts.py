"""Old accounts paid out to payees that they share and nobody had paid: told with no past and no device."""

from __future__ import annotations

from math import log10
from typing import Final

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.only import only
from detectors.payee_newcomers_state import deed_of
from detectors.shared_days import SharedDays
from detectors.shared_state import WINDOW_DAYS, Found
from detectors.surprise import binomial
from detectors.takeover_payouts_state import WEEK_DAYS, PayoutsState
from detectors.takeover_payouts_words import changed_of, cited, deed_name
from detectors.tally import Tally
from detectors.wording import counted, few_of
from schemas.event import PAID_OUT, PAID_OUT_NEW, UNTOUCHED, Event

PAID: Final = "account.payment"
PAYEES_TOLD = 5
# 2026-12, on 18 made-up products: of 17,700 honest first payouts to payees of hardly anybody 87 came within an hour
# after a change, and none of these shared its payee, apart, with another.
SHARE = 0.001
# Likewise, of 6,800 to banks and wallets none was the third to its payee within a week, but to charities and fleets,
# which more than a few pay; of 9,100 remittances two.
THIRD = 1 / 3000
OFTEN = 0.1  # as `takeover_payees`: where a product wants a second factor of all who are paid out, many share


class TakeoverPayouts(SharedDays[PayoutsState]):
    """Payouts (no card) of accounts that are no newcomers, the first to a payee whom hardly anybody paid before.

    Others ask for a device or a place new to the account, which a product may not tell, and nobody knows of a new
    site, or of who comes once a month. What an account holds is paid out to its owner: whom several accounts, in a
    network and hour each, begin to pay is none of them. Surprise, the greater of two binomials' tails: of payouts
    within an hour after the mail address or second factor was changed (at an address), those beyond the first of
    their payee, in four weeks; and of all such payouts to a sort of payees (by the word that their names begin
    with) the third and later ones of theirs, in a week, at two payees or more. Fires on three victims and more of
    each of a few banks, whatever their devices and past. Quiet on a landlord or agency (one network, or one hour),
    on shops and relatives (one payee in twenty and more of a sort has two payers), on a fleet, church or charity
    (it is one, and more than five pay it), on who paid the payee before, where one in ten that changed something
    shares. Judged once a day is over. Fails on a victim a bank, on a single payee where nothing was changed, below
    twenty payees of a sort. Takes for a thief's two new agencies whose clients come one by one, and no more than
    five.
    Cost: nothing but at payouts and changes; state: 150 bytes a payout.
    """

    name = "takeover_payouts"
    version = 1
    kinds = (PAID, "account.email_changed", "account.mfa_changed")
    state_type = PayoutsState
    by_site = True
    share = SHARE
    thing = "payee"

    @only(PAID_OUT, PAID, never=PAID_OUT_NEW)
    def remembers(self, event: Event) -> bool:
        """Note payouts of old accounts; and changes that name an address, as staff's do not."""
        if event.type != PAID:
            return event.ip is not None and event.outcome is not False
        old = event.novel & (PAID_OUT | PAID_OUT_NEW) == PAID_OUT
        return old and event.outcome is not False and bool(event.merchant)

    def counts(self, event: Event) -> bool:
        """Ask for a payout to a payee whom hardly anybody paid before."""
        return event.type == PAID and event.novel & UNTOUCHED != 0 and self.remembers(event)

    def learn(self, event: Event, state: PayoutsState, signal: Signal | None) -> bool:
        """Remember it; a day with such payouts is judged once it is over."""
        if self.counts(event):
            return super().learn(event, state, signal)
        if self.remembers(event):
            (state.crowd if event.type == PAID else state.change)(event)
        return False

    def _note(self, event: Event, state: PayoutsState) -> None:
        state.put(event.merchant or "", event.subject, deed_of(event))

    def _surprise(self, state: PayoutsState, day: int) -> tuple[float, Found]:
        """Return the greater of both, and the payees of each that accuses."""
        both = self._after_changes(state.altered(), day), self._thirds(state, day)
        found: Found = {}
        for surprise, shared in both:
            found |= shared if surprise >= self.hot_from else {}
        return max(both[0][0], both[1][0]), found

    def _after_changes(self, state: PayoutsState, day: int) -> tuple[float, Found]:
        surprise, found = super()._surprise(state, day)
        further = sum([len(sharers) - 1 for sharers in found.values()])
        return (surprise if further >= OFTEN * state.number(day) else 0.0), found

    def _thirds(self, state: PayoutsState, day: int) -> tuple[float, Found]:
        sorts, most = state.sorts(day), 0.0
        found: Found = {}
        for sort in sorts:
            if sort.further >= self.further and len(sort.shared) > 1:
                surprise = binomial(sort.payouts, sort.further, THIRD) - log10(len(sorts))
                most = max(most, surprise)
                found |= sort.shared if surprise >= self.hot_from else {}
        return most, found

    def _judge(self, state: PayoutsState, step: int) -> None:
        """As in the base, of payees that were paid that day."""
        state.settle_day(step)
        surprise, found = self._surprise(state, step)
        today = {payee for payee, _ in state.of_day(step)}
        lately = {payee: sharers for payee, sharers in found.items() if payee in today}
        if surprise >= self.hot_from and lately:
            self._show(state.tallies[step], lately, surprise, state.number(step))

    def _show(self, tally: Tally, found: Found, surprise: float, number: int) -> None:
        """As in the base; mark whose accounts were changed just before, and keep who was paid in which event."""
        super()._show(tally, found, surprise, number)
        for payee, sharers in found.items():
            for name, one in sharers.items():
                tally.stranger(deed_name(payee, one.event_id), one.time)
                if not one.known:
                    tally.mark(name, one.time)

    def explain(self, run: Tally, state: PayoutsState, key: str) -> Finding:
        """Say how many were paid out to how many payees, and how many of them just after a change."""
        names, number = in_order(run.members), (*run.detail, 0, 0, 0)[2]
        accounts, payees, changed = run.distinct(), len(self.things(run)), len(run.marked or {})
        evidence: dict[str, float | int | str] = {
            "accounts": accounts, "payees": payees, "changed_within_the_hour": changed, "such_payouts": number,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        to = f"{counted(payees, 'payee')} ({few_of(self.things(run), PAYEES_TOLD)})"
        reason = (
            f"{counted(accounts)} had money paid out (with no card) to {to} for the first time, several to each, in "
            f"networks and hours of their own, and hardly anybody ever paid these before; "
            f"{changed_of(changed, accounts)} (of {number:,} such payouts in {WINDOW_DAYS} days; usual: of those after "
            f"a change at most one in {1 / SHARE:,.0f} shares its payee with another, of all within {WEEK_DAYS} days "
            f"one in {1 / THIRD:,.0f} is the third to its payee). Nothing is assumed of the accounts' own past."
        )
        action = (
            "Hold what is still to be paid to these payees and call the rest back; ask the owners, by another way than "
            "a mail address or telephone changed since, whether the payee is theirs; look who else is paid there."
        )
        return Finding("high", evidence, reason, action, names, accounts, events=cited(run))
