"""Payments on devices that came to their accounts days before, to payees of hardly anybody: the devices used or not."""

from __future__ import annotations

from detectors.shared_state import Deed, SharedState, deed_of
from schemas.event import NEVER_USED, Event


class LodgedPayments(SharedState, array_like=True):
    """As the base; a deed is `known` whose device had been used between the day it came and the hour it paid."""

    def unused(self) -> LodgedPayments:
        """Return those alone whose devices had not been used."""
        days = {
            at: {pair: one for pair, one in deeds.items() if not one.known}
            for at, deeds in self.days.items()
        }  # fmt: skip
        return LodgedPayments(days=days)


def paid_there(event: Event) -> Deed:
    """Return what is kept of such a payment."""
    return deed_of(event, known=not event.novel & NEVER_USED)
