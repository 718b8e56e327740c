"""What is remembered of an account that may be taken over: strange entries, what came after each, what it spends."""

from __future__ import annotations

from msgspec import field

from detectors.base import LATENESS_MAX_S
from detectors.profile import SETTLE_S
from detectors.sampling import exact
from detectors.takeover_changes import follows, led_by
from detectors.takeover_emptied import Payout, forget_payee
from detectors.takeover_entries import KEPT, Change, Entry, keep
from detectors.takeover_past import Past
from detectors.takeover_spending import AMOUNT_MOST, Meter, lavish
from schemas.event import Event

# A sum below this many minor units of a currency, to a payee and with no card, verifies a new bank account (the one or
# two "micro-deposits" of banks): whom it goes to counts (`payees`), and no money is gone.
CENTS = 100.0


class TakeoverState(Past, array_like=True):
    """`paid`, `used`, `points`: what the account spends; None where it never has. `first`: when it first spent.

    `points`: what it paid in no currency that is told: miles, coins, which cannot be held against money. `payees`: whom
    it paid without a card, each with the first such payment.
    """

    born: float = float("inf")
    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    cards: dict[str, float] = field(default_factory=dict)  # first payment taken, by card
    paid: Meter | None = None
    used: Meter | None = None
    first: float = float("inf")
    points: Meter | None = None
    payees: dict[str, Payout] = field(default_factory=dict)

    def changed(self, event: Event) -> bool:
        """Tell whether an event other than a login changes something: all do but a payment with a card known for long.

        An account's first card is no change either; what was paid within minutes does not count yet (`profile`). Nor is
        a payment that was refused: nothing was paid, and an owner whose card is declined tries another.
        """
        if event.type != "account.payment":
            return True
        if event.outcome is False:
            return False
        before = event.time - SETTLE_S
        known = {card for card, first in self.cards.items() if first <= before}
        return event.card is not None and bool(known) and event.card not in known

    def pay(self, event: Event) -> None:
        """Remember the card of a payment that was taken, or whom money went to without one."""
        if event.card is None:
            name, payees = event.merchant, self.payees
            if name and event.outcome and (name not in payees or (event.time, event.id) < payees[name]):
                payees[name] = event.time, event.id, event.ip, event.device
                if len(payees) > KEPT:
                    forget_payee(payees)
        elif event.outcome and event.time < self.cards.get(event.card, float("inf")):
            self.cards[event.card] = event.time
            if len(self.cards) > KEPT:
                del self.cards[max(self.cards, key=lambda card: (self.cards[card], card))]

    def spend(self, event: Event) -> bool:
        """Take in a payment taken, or units used; tell whether it was spent from where a strange entry came from.

        Asked for each such event: without further calls.
        """
        paid = event.type == "account.payment"
        amount = event.amount_minor if paid and event.outcome else None
        if event.type == "account.usage":
            amount = event.units
        if not amount or not 0.0 < amount <= AMOUNT_MOST:
            return False
        if amount % 1.0:
            amount = exact(amount)
        if event.time < self.first:  # noqa: PLR1730  # as in `Counts.seen`
            self.first = event.time
        if event.time < self.born and (event.ip is not None or event.device is not None):
            self.born = event.time  # some log in but once a year; what names no place tells none that could be left
        coined = paid and event.currency is None
        if paid and amount < CENTS and event.card is None and event.merchant is not None and not coined:
            return False
        meter = self.points if coined else self.paid if paid else self.used
        if meter is None:
            meter = Meter()
            if coined:
                self.points = meter
            elif paid:
                self.paid = meter
            else:
                self.used = meter
        one, found = meter.add(event, amount), False
        money, points, units = (paid and not coined) * amount, coined * amount, (not paid) * amount
        for entry in self.entries:
            if one.near(entry.time, *entry.place()):
                entry.spends(event.time, event.id, one.currencies, paid=money, used=units, points=points)
                found = True
        return found

    def enter(self, entry: Entry) -> None:
        """Remember an entry, with what has been spent since where it comes late."""
        for meter, what in ((self.paid, "paid"), (self.used, "used"), (self.points, "points")):
            for one in meter.since(entry.time, *entry.place()) if meter is not None else ():
                entry.spends(one.time, one.id, one.currencies, **{what: one.amount})
        keep(self.entries, entry)

    def lavishness(self, entry: Entry) -> tuple[float, int, float, float, int]:
        """Return the surprise of what was spent; of which meter; how much; before: most in a day, days.

        1 for payments, 2 for units, 3 for payments in no currency. The days end a full day before.
        """
        logins, found = self.habit(entry.time).logins, [(0.0, 0, 0.0, 0.0, 0)]
        meters = ((1, entry.paid, self.paid), (2, entry.used, self.used), (3, entry.points, self.points))
        for which, amount, meter in meters:
            if amount and meter is not None:
                days, most = meter.before(entry.time)
                surprise = lavish(amount, most, max(days, logins), days, paid=which != 2)
                found.append((surprise, which, amount, most, days))
        return max(found)

    def spends_lately(self, entry: Entry, which: int) -> bool:
        """Tell whether such was spent an hour before an entry or earlier, be it on no day that `lavishness` knows."""
        meter = {1: self.paid, 2: self.used, 3: self.points}.get(which)
        return meter is not None and meter.first < entry.time - LATENESS_MAX_S

    def after(self, entry: Entry) -> list[Change]:
        """Return the changes that belong to an entry."""
        return [change for change in self.changes if follows(entry, change)]

    def before(self, entry: Entry) -> list[Change]:
        """Return the resets that led to an entry."""
        return [change for change in self.changes if led_by(entry, change)]

    def came_in(self, entry: Entry) -> bool:
        """Tell whether a login is known from where a change was made."""
        return any([one.login and one.place() == entry.place() for one in self.entries])

    def logged_in(self, entry: Entry) -> bool:
        """Tell whether a login is known on the device that a change was made on: addresses of a carrier change."""
        return any([one.login and one.device == entry.device for one in self.entries])

    def forget(self, oldest: float, watermark: float) -> None:
        """Drop what is older than `oldest`; fold closed days into the past."""
        if self.entries and self.entries[0].time < oldest:  # both are in order of time
            self.entries = [entry for entry in self.entries if entry.time >= oldest]
        if self.changes and self.changes[0].time < oldest:
            self.changes = [change for change in self.changes if change.time >= oldest]
        self.forget_past(oldest)
        for meter in (self.paid, self.used, self.points):
            if meter is not None:
                meter.forget(oldest, watermark)
