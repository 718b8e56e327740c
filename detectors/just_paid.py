"""Whether an account asks its money back within two hours of paying; whether a newcomer has money paid out.

As with what is new to it (`detectors.novelty`), a payment counts `SETTLE_S` after it, so that no order within the
lateness bound decides anything.
"""

from __future__ import annotations

from detectors.profile import SETTLE_S, Profile
from detectors.statuses import REFUSED_FROM
from schemas.event import PAID_OUT_NEW, REFUNDED, Event

# 2026-11: of 3,200 honest accounts that asked money back, on twelve made-up products, 90 did so once, two twice, none
# three times; within three hours eight of a lender's did, whose instalments come on one day.
SOON_S = 7200.0
KEPT = 4  # payments
NEW_S = 2_419_200.0  # four weeks: who keeps his accounts for longer before they earn has few


def pay(profile: Profile, time: float) -> None:
    """Note that the account has paid; the latest are kept, whatever order they come in."""
    profile.paid = tuple(sorted((*profile.paid, time))[-KEPT:])


def refunded(profile: Profile, event: Event) -> int:
    """Return `REFUNDED` where the account paid within two hours before, else 0; asked where money is asked back."""
    if event.key is not None or (event.status is not None and event.status >= REFUSED_FROM):
        return 0
    soon = [time for time in profile.paid if event.time - SOON_S <= time <= event.time - SETTLE_S]
    return REFUNDED if soon else 0


def paid_out(profile: Profile, event: Event) -> int:
    """Return `PAID_OUT_NEW` for a payment without a card of who signed up within four weeks, else 0."""
    if event.card is not None:
        return 0
    return PAID_OUT_NEW if SETTLE_S <= event.time - profile.signed_up < NEW_S else 0
