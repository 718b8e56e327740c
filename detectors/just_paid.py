"""Whether an account asks its money back within two hours of paying.

As with what is new to it (`detectors.novelty`), a payment counts `SETTLE_S` after it, so that no order within the
lateness bound decides anything.
"""

from __future__ import annotations

from detectors.profile import SETTLE_S, Profile
from detectors.statuses import REFUSED_FROM
from schemas.event import REFUNDED, Event

# 2026-11: of 3,200 honest accounts that asked money back, on twelve made-up products, 90 did so once, two twice, none
# three times; within three hours eight of a lender's did, whose instalments come on one day.
SOON_S = 7200.0
KEPT = 4  # payments


def pay(profile: Profile, time: float) -> None:
    """Note that the account has paid; the latest are kept, whatever order they come in."""
    profile.paid = tuple(sorted((*profile.paid, time))[-KEPT:])


def refunded(profile: Profile, event: Event) -> int:
    """Return `REFUNDED` where the account paid within two hours before, else 0; asked where money is asked back."""
    if event.key is not None or (event.status is not None and event.status >= REFUSED_FROM):
        return 0
    soon = [time for time in profile.paid if event.time - SOON_S <= time <= event.time - SETTLE_S]
    return REFUNDED if soon else 0
