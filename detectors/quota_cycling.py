"""Quota cycling: one person opens account after account, and uses up the free allowance of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.base import by_event
from detectors.settled_window import OverWindow
from detectors.slips import count_units
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.usage_amount import requests
from detectors.window import WindowDetector, WindowState
from schemas.event import FRESH, Event

REFUSED = (402, 403, 429)  # the allowance is used up
TOGETHER = 1 / 3  # of accounts that take turns are refused in the same hour at most


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

    def member(self, event: Event) -> str | None:
        """Count fresh accounts."""
        return event.subject if event.novel & FRESH else None

    def note(self, event: Event, tally: Tally) -> None:
        """Sum up what was used, and how often the allowance was at its end."""
        if event.novel & FRESH:
            if event.units is not None:
                count_units(tally, event.units, event.product)
            tally.add("requests", requests(event))
            tally.add("refused", float(event.status in REFUSED))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts used the product at one place, and how much."""
        extra = run.extra or {}
        reason = (
            f"{run.peak:.0f} accounts not a week old used the product {self.place} within {self.window_s / 3600:.0f} h "
            f"(usual there: {1 if run.usual < 1.5 else run.usual:.0f}), {used(extra)} in all; "
            f"{extra.get('refused', 0.0):.0f} requests were refused for a used-up allowance or rate."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."


def used(extra: dict[str, float]) -> str:
    """Say how many units of the product used most, as of no two they are alike, or else how many requests."""
    units = [(number, name) for name, number in extra.items() if name.startswith("units") and number]
    return "{:.0f} {}".format(*max(units)) if units else f"{extra.get('requests', 0.0):.0f} requests"


class QuotaCycling(FreshAccounts):
    """Fresh accounts on one device, which belongs to a person or a family, so that a handful is telling.

    Stays quiet on one heavy user, on old accounts however many, on a family; a class shares an address, not a device
    (`quota_cycling_address`). Events without a device are not seen.
    """

    name = "quota_cycling"
    keyed_by = "device"
    place = "on one device"

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of a fresh account; () for all others: most usage need not be seen from anywhere else."""
        return (event.device,) if event.novel & FRESH and event.device else ()


class QuotaCyclingAddress(FreshAccounts, OverWindow):
    """Fresh accounts of programs at one address (they name no device) that use up their allowances by turns.

    An account counts once it was refused for a used-up allowance or rate. Fires where hardly two of them were refused
    within the same hour; quiet on a hackathon or a class, whose programs run all at once, and on a firm's developers,
    who are not refused. Judged once an hour is over. Fails where accounts are used up side by side, and where events
    tell no status.
    """

    name = "quota_cycling_address"
    version = 2
    keyed_by = "ip"
    place = "from one address"

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a program that `member` counts; () for all others."""
        refused = event.status in REFUSED and event.novel & FRESH and not event.device
        return (event.ip,) if refused and event.ip else ()

    def member(self, event: Event) -> str | None:
        """Count fresh accounts of programs at their allowance's end; what names a device is counted there."""
        program = event.novel & FRESH and not event.device
        return event.subject if program and event.status in REFUSED else None

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where many were refused in the same hour."""
        together = max((tally.distinct() for tally in self._window(state, end)), default=0)
        return gamma_poisson(count - 1, *past) if together <= TOGETHER * count else 0.0

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts were used up by turns."""
        reason = (
            f"{run.peak:.0f} accounts not a week old used up their allowances one after the other {self.place} within "
            f"{self.window_s / 3600:.0f} h (usual there: {1 if run.usual < 1.5 else run.usual:.0f}); {run.n} requests "
            f"were refused."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
