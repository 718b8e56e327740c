"""Payments on devices that came to their accounts days before, to payees of hardly anybody: the devices used or not."""

from __future__ import annotations

from msgspec import field

from detectors.by_time import since
from detectors.pairs import PARTED
from detectors.recurrence import DAY_S
from detectors.shared_state import KEPT, WINDOW_DAYS, Deed, Found, SharedState, deed_of
from detectors.takeover_payees_words import payment_name
from schemas.event import NEVER_USED, Event


class LodgedPayments(SharedState, array_like=True):
    """As the base; a deed is `known` whose device had been used between the day it came and the hour it paid.

    `payments`: by day all payments on such devices to the payees of such deeds, and their times; the first is a deed.
    """

    payments: dict[int, dict[str, float]] = field(default_factory=dict)

    def unused(self) -> LodgedPayments:
        """Return those alone whose devices had not been used."""
        days = {
            at: {pair: one for pair, one in deeds.items() if not one.known}
            for at, deeds in self.days.items()
        }  # fmt: skip
        return LodgedPayments(days=days)

    def paid_before(self, event: Event) -> bool:
        """Tell whether an event's account so paid its payee in the four weeks before: thieves try with a cent."""
        day, pair = int(event.time // DAY_S), (event.merchant or "", event.subject)
        return any([pair in self.of_day(at) for at in range(day - WINDOW_DAYS + 1, day + 1)])

    def pay(self, event: Event) -> None:
        """Keep a payment."""
        day = self.payments.setdefault(int(event.time // DAY_S), {})
        day[payment_name(event)] = event.time
        if len(day) > KEPT:
            del day[max(day)]

    def payers(self, day: int) -> set[str]:
        """Return who paid so on a day."""
        return {name.split(PARTED)[1] for name in self.payments.get(day, ())}

    def paid(self, found: Found, last: int) -> dict[str, float]:
        """Return what those who share payees paid these until a day, and when."""
        every = [one for day, told in sorted(self.payments.items()) if day <= last for one in told.items()]
        keys = [(name, time, name.split(PARTED)) for name, time in every]
        return {name: time for name, time, parts in keys if parts[1] in found.get(parts[0], ())}

    def forget(self, day: int) -> None:
        """As in the base."""
        super().forget(day)
        self.payments = since(self.payments, day - WINDOW_DAYS + 1)


def paid_there(event: Event) -> Deed:
    """Return what is kept of such a payment."""
    return deed_of(event, known=not event.novel & NEVER_USED)
