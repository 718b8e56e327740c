"""Accounts taken patiently and then paid from: two and more of them pay the same few payees, whom nobody else pays."""

from __future__ import annotations

from typing import ClassVar, Final

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.shared_days import SharedDays
from detectors.shared_state import WINDOW_DAYS, Found
from detectors.surprise import binomial
from detectors.takeover_payees_state import LodgedPayments, paid_there
from detectors.takeover_payees_words import paid
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
# The same of payouts (no card) on devices used since or not. 2026-11, on nine made-up products: of 12,699 honest first
# ones to such payees 316 were by a second payer, and 191 on such a device, none shared with another. Both at once would
# be one in 2,600 by chance; were they five times as often together, one in 500.
SHARE_USED = 0.002
# Were all devices of a site new at once (an app that makes up another name for each), as many would share their payee
# as pay one with another at all: one in 20 at the most of these products, which is half of what accuses.
OFTEN = 0.1


class TakeoverPayees(SharedDays[LodgedPayments]):
    """First payments on a device that came days before, to payees that such accounts share.

    `takeover_waited` asks for a change of mail; who changes nothing that is told (a bank account, say) and only pays,
    once, to a payee of his own, looks as an owner with a new telephone. But an owner uses that daily, and a payee whom
    hardly anybody pays (a relative, a landlord) has no second payer who had his new device lie for days as well; nor
    has one whom money is paid out to (with no card) several who all have new devices. Surprise: a binomial's tail of so
    many payers beyond the first of their payee, among all such payments of four weeks. Fires on three payees of two
    each, or one of four, whose devices lay; on four beyond the first among two dozen payouts, though devices were used
    or the money went an hour after they were. Quiet on shops and top-ups, on a household (one network), on a sale that
    begins (within one hour), on what is bought by card on devices in daily use, on an app that names all devices anew
    (of payouts on used ones one in ten has to share), on devices new that day (`payee_fanin`), on who paid the payee
    before. Judged once a day is over. Fails on fewer than three beyond the first, on who empties all within an hour
    (`payee_fanin` again) or a night, on victims with a payee each, a payee that five others pay, on who waits for more
    than ten days, and where payments name no device. Cost: next to nothing; state: 150 bytes a payment.
    """

    name = "takeover_payees"
    version = 3
    kinds = (PAID,)
    state_type = LodgedPayments
    by_site = True
    idle_s: ClassVar[float] = 7 * DAY_S  # who takes one every three days may rest for a week
    share = SHARE
    thing = "payee"

    @only(LODGED, PAID)
    def remembers(self, event: Event) -> bool:
        """Note payments on such devices; whether hardly anybody pays the payee is told in the site's room only."""
        if not event.novel & LODGED or event.outcome is False:
            return False
        return event.card is None or event.novel & NEVER_USED != 0

    def counts(self, event: Event) -> bool:
        """Ask for such a payment to a payee whom hardly anybody pays."""
        return self.remembers(event) and secluded(event)

    def learn(self, event: Event, state: LodgedPayments, signal: Signal | None) -> bool:
        """Remember it where hardly anybody pays the payee, or its account so paid it before."""
        if not secluded(event) and not (self.remembers(event) and state.paid_before(event)):
            return False
        return super().learn(event, state, signal)

    def _note(self, event: Event, state: LodgedPayments) -> None:
        if secluded(event):
            state.put(event.merchant or "", event.subject, paid_there(event))
        state.pay(event)

    def _judge(self, state: LodgedPayments, step: int) -> None:
        """As in the base; what those who are told pay on later days is told as well."""
        surprise, found = self._surprise(state, step)
        today = state.payers(step)
        if surprise >= self.hot_from and any([sharers.keys() & today for sharers in found.values()]):
            self._show(tally := state.tallies[step], found, surprise, state.number(step))
            for name, time in state.paid(found, step).items():
                tally.carry(name, time)
                tally.last = max(tally.last, time)

    def _surprise(self, state: LodgedPayments, day: int) -> tuple[float, Found]:
        """As in the base, of those on unused devices; or of all, to payees where one payer's had been used.

        Else those on used ones would be told with whoever takes others at the same time, and says more.
        """
        unused, used = super()._surprise(state.unused(), day), self._used(state, day)
        if min(unused[0], used[0]) >= self.hot_from:
            return max(unused[0], used[0]), unused[1] | used[1]
        return max(unused, used, key=lambda one: one[0])

    def _used(self, state: LodgedPayments, day: int) -> tuple[float, Found]:
        every, number = state.shared(day), state.number(day)
        found = {payee: sharers for payee, sharers in every.items() if any([one.known for one in sharers.values()])}
        further = sum([len(sharers) - 1 for sharers in found.values()])
        accuses = further >= max(self.further, OFTEN * number)
        return (binomial(number, further, SHARE_USED) if accuses else 0.0), found

    def _detail(self, found: Found, number: int) -> tuple[int, ...]:
        """As in the base; and on how many of the devices, used meanwhile."""
        used = [one for sharers in found.values() for one in sharers.values() if one.known]
        return *super()._detail(found, number), len(used)

    def explain(self, run: Tally, state: LodgedPayments, key: str) -> Finding:
        """Say how many paid how many payees so."""
        names, (accounts, payees, number, used) = in_order(run.members), (*run.detail, 0, 0, 0, 0)[:4]
        evidence: dict[str, float | int | str] = {
            "accounts": accounts, "payees": payees, "such_payments": number, "on_devices_used_meanwhile": used,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        sums, paid_ = paid(run)
        evidence |= sums
        to = f"{counted(payees, 'payee')} ({few_of(self.things(run), PAYEES_TOLD)})"
        reason = (
            f"{counted(accounts)} paid {to} for the first time within {WINDOW_DAYS} days, two or more each and hardly "
            f"anybody else, on devices that had come to them days before, at an address as new, {_since(used)} (of "
            f"{number:,} payments on such devices to payees of hardly anybody; usual: at most one in "
            f"{1 / (SHARE_USED if used else SHARE):,.0f} shares its payee with another).{paid_}"
        )
        action = (
            "Ask the owners whether the devices and payees are theirs; where they are not end the sessions there, stop "
            "what is still to be paid and call the rest back, and look who else pays these payees."
        )
        return Finding("high", evidence, reason, action, names, run.distinct())


def secluded(event: Event) -> bool:
    """Tell whether a payment is on such a device, and its payee paid by hardly anybody else."""
    return event.novel & (LODGED | UNTOUCHED) == LODGED | UNTOUCHED and bool(event.merchant)


def _since(used: int) -> str:
    """Say how many devices had been used between the day they came and the hour they paid."""
    return f"and {used} of these had been used since (no card is named)" if used else "and had not been used since"
