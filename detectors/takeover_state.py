"""What is remembered of an account that may be taken over: strange entries, what came after each, how both weigh."""

from __future__ import annotations

from msgspec import field

from detectors.base import LATENESS_MAX_S
from detectors.counts import exact
from detectors.habits import DAY_S
from detectors.profile import SETTLE_S
from detectors.takeover_changes import (
    FORGOT,
    HOLDS,
    LOCKS,
    UNASKED,
    UNSEEN,
    UNSEEN_S,
    enrols,
    follows,
    is_colleague,
    is_hijack,
    is_regained,
    led_by,
    prompt,
    weight_of,
)
from detectors.takeover_entries import KEPT, SEIZED, Change, Entry, keep
from detectors.takeover_graded import LITTLE, TYPOS
from detectors.takeover_past import GUESS, Past
from detectors.takeover_spending import AMOUNT_MOST, Meter, far, lavish
from detectors.takeover_unknown import SEEN_S, own, taken
from schemas.event import FRESH, NEW_ACCOUNT, NEW_COUNTRY, NEW_DEVICE, NEW_TODAY, Event
from schemas.values import EventType

# Taken off an entry that passed the second factor, which a phishing proxy does, too: on nine made-up products that tell
# it 27 % of owners did so on a device and at an address new to them (2,612 of 9,752), and nine of some 2,100 thieves.
PASSED = 1.0
FACTOR: EventType = "account.mfa_changed"
# An account that nobody was seen to enter, but to use, a day ago or earlier on another device in another country.
ELSEWHERE, YOUNG = NEW_COUNTRY | NEW_DEVICE, NEW_ACCOUNT | NEW_TODAY | FRESH
# Added where an entry on a new device soon took what only who is in can take: worth a look though one honest login in
# 200,000 looks so (of 650,000 on 20 made-up products six do, and 283 accounts in 67 attacks), not one in a million.
# Not where he came by a reset and was asked for no second factor (`UNASKED`): of those none was a thief.
WORTH = 0.7


class TakeoverState(Past, array_like=True):
    """`paid` and `used`: what the account spends; None where it never has. `first`: when it first spent."""

    born: float = float("inf")
    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    cards: dict[str, float] = field(default_factory=dict)  # first payment taken, by card
    paid: Meter | None = None
    used: Meter | None = None
    first: float = float("inf")

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
        """Remember the card of a payment that was taken."""
        if event.outcome and event.card is not None and event.time < self.cards.get(event.card, float("inf")):
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
        """Return the surprise of what was spent; 1 for payments, 2 for units; how much; before: most in a day, days.

        The days end a full day before.
        """
        logins, found = self.habit(entry.time).logins, [(0.0, 0, 0.0, 0.0, 0)]
        for which, amount, meter in ((1, entry.paid, self.paid), (2, entry.used, self.used)):
            if amount and meter is not None:
                days, most = meter.before(entry.time)
                surprise = lavish(amount, most, max(days, logins), days, paid=which == 1)
                found.append((surprise, which, amount, most, days))
        return max(found)

    def spends_lately(self, entry: Entry, which: int) -> bool:
        """Tell whether such was spent an hour before an entry or earlier, be it on no day that `lavishness` knows."""
        meter = {1: self.paid, 2: self.used}.get(which)
        return meter is not None and meter.first < entry.time - LATENESS_MAX_S

    def drained(self, entry: Entry, changes: list[Change], *, led: bool) -> float:
        """Return the surprise of how far above any day was spent by a device let in anew; 0 where it is not `FAR`.

        Not that it is a record: who unpacks a new telephone pays with it, and one payment in fifty is one.
        """
        if not (entry.paid or entry.used) or not is_regained(entry, {change.kind for change in changes}, led=led):
            return 0.0
        return far(entry.time, (entry.paid, self.paid), (entry.used, self.used))

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
        if not self.born + DAY_S <= entry.time and not is_elsewhere(entry):
            return self._unknown(entry, changes) if changes else 0.0
        if entry.owned and not is_hijack(entry, changes):
            return 0.0
        led = bool(self.before(entry))
        forgot = led and own(self.tried, entry) > 0
        drained = 0.0 if forgot and entry.home else self.drained(entry, changes, led=led)
        if entry.home:
            return (self.novelty(entry) + weight_of(entry, changes, led=led, drained=True) + drained) * (drained > 0.0)
        guessed = self.guessed(entry, led=led)
        one = self._is_one(entry, guessed, led=led)
        kinds = {change.kind for change in changes}
        sure = led or guessed > GUESS * TYPOS
        enrolled = FACTOR in kinds and not sure and enrols(entry, kinds) and self._logged_in(entry)
        weight = weight_of(entry, changes, led=led, drained=drained > 0.0, one=one, enrolled=enrolled)
        unasked = led and entry.unasked
        new = entry.novel & NEW_DEVICE != 0 and not (unasked or enrolled)
        seized = new and not prompt(entry, changes).isdisjoint(SEIZED)
        surprise = self._strangeness(entry, seized=seized, sure=led or guessed > 0.0) + guessed + weight
        if led and not drained:
            surprise -= HOLDS + FORGOT * forgot + UNASKED * unasked
        if not entry.login and entry.time < self.born + UNSEEN_S and not self._came_in(entry):
            surprise -= UNSEEN
        if entry.passed and not led:  # who had the password reset may hold the number that the second factor goes to
            surprise -= max(0.0, PASSED - guessed)
        # Without a lock it is a journey's; a new telephone's owner pays with it (`drained`), but not abroad.
        locked = any([kind in LOCKS for kind in kinds]) or (enrolled and entry.novel & NEW_COUNTRY != 0)
        if (entry.paid or entry.used) and locked and not unasked:
            if led or guessed or not is_colleague(entry, kinds):
                return surprise + self.lavishness(entry)[0]
        return surprise + drained

    def _is_one(self, entry: Entry, guessed: float, *, led: bool) -> bool:
        """Tell whether what was seized after an entry may well be one event: a new telephone that its owner sets up.

        So it is at a provider of old and in no new country, unless somebody guessed: of an account with few logins, and
        of any for who passed the second factor; but not after a reset: then he may hold the owner's number.
        """
        new = entry.novel & (NEW_DEVICE | NEW_COUNTRY)
        if new != NEW_DEVICE or not entry.near or guessed > GUESS * TYPOS:
            return False
        return not led if entry.passed else self.habit(entry.time).logins < LITTLE

    def _strangeness(self, entry: Entry, *, seized: bool, sure: bool) -> float:
        """Return the surprise of an entry's place, and that what only who is in can take was `seized` there at once.

        Of few logins nobody tells what the owner's are like. Unless another country, guesses or a reset make it `sure`,
        who passed the second factor is then not worth a look for what he took at once; and an owner who never was seen
        to log in does so on a new device some day, at a provider that the account knows.
        """
        if not (sure or entry.novel & NEW_COUNTRY) and (logins := self.habit(entry.time).logins) < LITTLE:
            if entry.near and not logins:
                return 0.0
            seized = seized and not entry.passed
        return self.novelty(entry) + WORTH * seized

    def _came_in(self, entry: Entry) -> bool:
        """Tell whether a login is known from where a change was made."""
        return any([one.login and one.place() == entry.place() for one in self.entries])

    def _logged_in(self, entry: Entry) -> bool:
        """Tell whether a login is known on the device that a change was made on: addresses of a carrier change."""
        return any([one.login and one.device == entry.device for one in self.entries])

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
        self.forget_past(oldest)
        for meter in (self.paid, self.used):
            if meter is not None:
                meter.forget(oldest, watermark)


def is_elsewhere(entry: Entry) -> bool:
    """Tell whether an account known for a day by its use, if not by logins, was used elsewhere: all is new to it."""
    return entry.novel & (ELSEWHERE | YOUNG) == ELSEWHERE
