"""What is remembered of an account that may be taken over: strange entries, failures before, changes after."""

from __future__ import annotations

from msgspec import field

from detectors.base import State
from detectors.habits import DAY_S, Firsts, fold_days
from detectors.profile import SETTLE_S
from detectors.strange import news
from detectors.takeover_changes import BEFORE, LOCKS, follows, is_colleague, is_hijack, is_regained, led_by, weight_of
from detectors.takeover_entries import KEPT, SEIZED, Change, Entry, keep
from detectors.takeover_spending import Meter, far, lavish, spent
from detectors.takeover_unknown import SEEN_S, STEP_S, Tried, own, taken
from schemas.event import FRESH, NEW_COUNTRY, NEW_DEVICE, Event

GUESS, GUESSES_MOST = 0.3, 3.2  # surprise of each failure before the entry, and at most: one client in 1,600 breaks
# Taken off an entry that passed the second factor, which a phishing proxy does, too: on nine made-up products that tell
# it 27 % of owners did so on a device and at an address new to them (2,612 of 9,752), and nine of some 2,100 thieves.
PASSED = 1.0
# Added where an entry on a new device took what only who is in can take: worth a look though one honest login in
# 200,000 looks so (of 650,000 on 20 made-up products six do, and 283 accounts in 67 attacks), not one in a million.
WORTH = 0.7
SAME_AGENT = 1.0  # taken off for a program the account has used, where no device is told: as in `impossible_travel`


class TakeoverState(State, array_like=True):
    """`guesses` by hour: failures from strange places. `days`: recent days' logins; `past`: those before.

    `paid` and `used`: what the account spends; None where it never has. `first`: when it first spent.
    `tried`: the failures once more, by place.
    """

    born: float = float("inf")
    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    guesses: dict[int, int] = field(default_factory=dict)
    days: dict[int, Firsts] = field(default_factory=dict)
    past: Firsts = field(default_factory=Firsts)
    cards: dict[str, float] = field(default_factory=dict)  # first payment taken, by card
    paid: Meter | None = None
    used: Meter | None = None
    first: float = float("inf")
    tried: Tried = field(default_factory=dict)
    abroad: dict[str, float] = field(default_factory=dict)  # last login on a known device, by address in a new country

    def travels(self, event: Event) -> None:
        """Remember from where the account's own device came in on a journey; what is changed there may tell none."""
        if event.ip is not None and news(event) & NEW_COUNTRY:
            self.abroad[event.ip] = max(event.time, self.abroad.get(event.ip, 0.0))
            if len(self.abroad) > KEPT:
                del self.abroad[min(self.abroad, key=lambda ip: (self.abroad[ip], ip))]

    def on_a_journey(self, entry: Entry) -> bool:
        """Tell whether a change without a login comes from where the account's own device came in the day before."""
        came = self.abroad.get(entry.ip or "")
        return came is not None and entry.device is None and not entry.login and 0 <= entry.time - came <= DAY_S

    def changed(self, event: Event) -> bool:
        """Tell whether an event other than a login changes something: all do but a payment with a card known for long.

        An account's first card is no change either; what was paid within minutes does not count yet (`profile`).
        """
        if event.type != "account.payment":
            return True
        before = event.time - SETTLE_S
        known = {card for card, first in self.cards.items() if first <= before}
        return event.card is not None and bool(known) and event.card not in known

    def pay(self, event: Event) -> None:
        """Remember the card of a payment that was taken."""
        if event.outcome and event.card is not None and event.time < self.cards.get(event.card, float("inf")):
            self.cards[event.card] = event.time
            if len(self.cards) > KEPT:
                del self.cards[max(self.cards, key=lambda card: (self.cards[card], card))]

    def spend(self, event: Event) -> bool:
        """Take in what an event spends; tell whether it was spent from where a strange entry came from."""
        amount = spent(event)
        if not amount:
            return False
        if event.time < self.first:  # noqa: PLR1730  # as in `Counts.seen`
            self.first = event.time
        if event.time < self.born and (event.ip is not None or event.device is not None):
            self.born = event.time  # some log in but once a year; what names no place tells none that could be left
        paid = event.type == "account.payment"
        meter = self.paid if paid else self.used
        if meter is None:
            meter = Meter()
            self.paid, self.used = (meter, self.used) if paid else (self.paid, meter)
        one, found = meter.add(event, amount), False
        for entry in self.entries:
            if one.near(entry.time, *entry.place()):
                entry.spends(event.time, event.id, paid=paid * amount, used=(not paid) * amount)
                found = True
        return found

    def enter(self, entry: Entry) -> None:
        """Remember an entry, with what has been spent since where it comes late."""
        for one in self.paid.since(entry.time, *entry.place()) if self.paid is not None else ():
            entry.spends(one.time, one.id, paid=one.amount)
        for one in self.used.since(entry.time, *entry.place()) if self.used is not None else ():
            entry.spends(one.time, one.id, used=one.amount)
        keep(self.entries, entry)

    def lavishness(self, entry: Entry) -> tuple[float, int, float, float, int]:
        """Return the surprise of what was spent; 1 for payments, 2 for units; how much; before: most in a day, days."""
        logins, found = self.habit(entry.time).logins, [(0.0, 0, 0.0, 0.0, 0)]
        for which, amount, meter in ((1, entry.paid, self.paid), (2, entry.used, self.used)):
            if amount and meter is not None:
                days, most = meter.before(entry.time)
                surprise = lavish(amount, most, max(days, logins), days, paid=which == 1)
                found.append((surprise, which, amount, most, days))
        return max(found)

    def drained(self, entry: Entry, changes: list[Change], *, led: bool) -> float:
        """Return the surprise of how far above any day was spent by a device let in anew; 0 where it is not `FAR`.

        Not that it is a record: who unpacks a new telephone pays with it, and one payment in fifty is one.
        """
        if not (entry.paid or entry.used) or not is_regained(entry, {change.kind for change in changes}, led=led):
            return 0.0
        return far(entry.time, (entry.paid, self.paid), (entry.used, self.used))

    def habit(self, time: float) -> Firsts:
        """Return the account's logins of the days that ended a full day before."""
        recent = [day for day in sorted(self.days) if day < time // DAY_S - 1]
        if not recent:
            return self.past
        habit = Firsts(self.past.logins, dict(self.past.new))
        for day in recent:
            habit.fold(self.days[day])
        return habit

    def failures(self, entry: Entry) -> int:
        """Return the failures of the day before the entry, its own hour included."""
        if not self.guesses:
            return 0
        last = int(entry.time // STEP_S)
        return sum([count for hour, count in self.guesses.items() if last - 24 < hour <= last])

    def guessed(self, entry: Entry, reset: float) -> float:
        """Return the surprise of the failures before an entry, less what a `reset` that led to it says already.

        Failures and a reset from one place are one event: somebody had forgotten the password.
        """
        if not self.guesses:
            return 0.0
        failures = self.failures(entry)
        guesses = min(GUESSES_MOST, GUESS * failures)
        if not reset:
            return guesses
        others = min(GUESSES_MOST, GUESS * max(0, failures - own(self.tried, entry)))
        return guesses - min(guesses - others, reset)

    def novelty(self, entry: Entry) -> float:
        """Return how surprising the entry's new places are for the account."""
        habit = self.habit(entry.time)
        return max(0.0, habit.surprise(entry.novel) - habit.second(entry.novel) - SAME_AGENT * entry.alike)

    def after(self, entry: Entry) -> list[Change]:
        """Return the changes that belong to an entry."""
        return [change for change in self.changes if follows(entry, change)]

    def before(self, entry: Entry) -> list[Change]:
        """Return the resets that led to an entry."""
        return [change for change in self.changes if led_by(entry, change)]

    def weigh(self, entry: Entry, further: Change | None = None) -> float:
        """Return the surprise of an entry, what came before and after it, and a `further` change."""
        if self.abroad and self.on_a_journey(entry):
            return 0.0
        changes = self.after(entry) if self.changes else []
        if further is not None and follows(entry, further):
            changes.append(further)
        if not self.born + DAY_S <= entry.time:
            return self._unknown(entry, changes) if changes else 0.0
        if entry.owned and not is_hijack(entry, changes):
            return 0.0
        led = bool(self.before(entry))
        drained = self.drained(entry, changes, led=led)
        if entry.home:
            return (self.novelty(entry) + weight_of(entry, changes, led=led, drained=True) + drained) * (drained > 0.0)
        weight = weight_of(entry, changes, led=led, drained=drained > 0.0)
        reset = min(BEFORE, weight - weight_of(entry, changes, drained=drained > 0.0)) if led and self.guesses else 0.0
        guessed = self.guessed(entry, reset)
        kinds = {change.kind for change in changes}
        surprise = self.novelty(entry) + guessed + weight
        if entry.novel & NEW_DEVICE and not kinds.isdisjoint(SEIZED):
            surprise += WORTH
        if entry.passed and not led:  # who had the password reset may hold the number that the second factor goes to
            surprise -= max(0.0, PASSED - guessed)
        if (entry.paid or entry.used) and any([kind in LOCKS for kind in kinds]):  # without one it is a journey's
            if led or guessed or not is_colleague(entry, kinds):
                return surprise + self.lavishness(entry)[0]
        return surprise + drained

    def _unknown(self, entry: Entry, changes: list[Change]) -> float:
        """Return the surprise of an entry in what we know as the account's first day; 0 where it signed up lately."""
        if entry.novel & FRESH:
            return 0.0
        return taken(entry, changes, own(self.tried, entry), seen=min(self.first, self.born) + SEEN_S <= entry.time)

    def forget(self, oldest: float, watermark: float) -> None:
        """Drop what is older than `oldest`; fold closed days into the past."""
        if self.entries and self.entries[0].time < oldest:  # both are in order of time
            self.entries = [entry for entry in self.entries if entry.time >= oldest]
        if self.changes and self.changes[0].time < oldest:
            self.changes = [change for change in self.changes if change.time >= oldest]
        if self.guesses:
            self.guesses = {hour: n for hour, n in self.guesses.items() if hour * STEP_S >= oldest}
            self.tried = {hour: slots for hour, slots in self.tried.items() if hour * STEP_S >= oldest}
        if self.abroad:
            self.abroad = {ip: time for ip, time in self.abroad.items() if time >= oldest}
        fold_days(self.past, self.days, oldest)
        for meter in (self.paid, self.used):
            if meter is not None:
                meter.forget(oldest, watermark)
