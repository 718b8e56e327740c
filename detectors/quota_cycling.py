"""Quota cycling: one person opens account after account, and uses up the free allowance of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.tally import Tally
from detectors.window import WindowDetector
from schemas.event import FRESH, Event

REFUSED = (402, 403, 429)  # the allowance is used up


class FreshAccounts(WindowDetector):
    """Base: distinct accounts not a week old that use the product in one place, in a sliding window of a day.

    An account counts from five minutes after its sign-up, whichever of its events came first.
    """

    kinds = ("account.usage",)
    area = "api_abuse"
    steps = 24
    place: ClassVar[str]

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the place of a fresh account; () for all others: most usage need not be seen from anywhere else."""
        return super().keys_of(event) if self.member(event) is not None else ()

    def member(self, event: Event) -> str | None:
        """Count fresh accounts."""
        return event.subject if event.novel & FRESH else None

    def note(self, event: Event, tally: Tally) -> None:
        """Sum up what was used, and how often the allowance was at its end."""
        if event.novel & FRESH:
            tally.add("units", event.units if event.units is not None else event.requests or 1.0)
            tally.add("refused", float(event.status in REFUSED))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts used the product at one place, and how much."""
        extra = run.extra or {}
        reason = (
            f"{run.peak:.0f} accounts not a week old used the product {self.place} within {self.window_s / 3600:.0f} h "
            f"(usual there: {1 if run.usual < 1.5 else run.usual:.0f}), {extra.get('units', 0.0):.0f} units in all; "
            f"{extra.get('refused', 0.0):.0f} requests were refused for a used-up allowance or rate."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."


class QuotaCycling(FreshAccounts):
    """Fresh accounts on one device, which belongs to a person or a family, so that a handful is telling.

    Stays quiet on one heavy user, on old accounts however many, on a family; a class shares an address, not a device
    (`quota_cycling_address`). Events without a device are not seen.
    """

    name = "quota_cycling"
    keyed_by = "device"
    place = "on one device"


class QuotaCyclingAddress(FreshAccounts):
    """The same at one address, where a program names no device. A class that tries the product out looks alike."""

    name = "quota_cycling_address"
    keyed_by = "ip"
    place = "from one address"

    def member(self, event: Event) -> str | None:
        """Count fresh accounts of programs; what names a device is counted there."""
        return event.subject if event.novel & FRESH and not event.device else None
