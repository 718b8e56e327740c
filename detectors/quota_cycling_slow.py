"""Quota cycling on one device at leisure: a few accounts a day, each used until it is refused."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.only import only
from detectors.quota_cycling import FreshAccounts, refusals, were_refused, wider
from detectors.statuses import NO_MORE
from detectors.tally import Tally
from schemas.event import SIGNED_UP, Event


class QuotaCyclingSlow(FreshAccounts):
    """Distinct accounts not a week old that were refused for a used-up allowance on one device within a week.

    Fires on six: whoever opens one when the last is used up. Quiet on a family, and on a terminal or a school's machine
    on which many open accounts and hardly any of them is used up. Fails where events tell no status or no device.
    """

    name = "quota_cycling_slow"
    version = 2
    keyed_by = "device"
    place = "on one device"
    ties = ("ip",)
    steps = 28

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(SIGNED_UP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device on which a fresh account is refused; () for all others."""
        return (event.device,) if event.status in NO_MORE and event.novel & SIGNED_UP and event.device else ()

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were used up, and how often they were refused."""
        reason = (
            f"{run.peak:,.0f} accounts not a week old were used on one device within {self.window_s / 86_400:.0f} days "
            f"until they were refused for a used-up allowance or rate "
            f"({self.usually(run, 'on it', 'on a device')}){wider(run, self.window_s)}; "
            f"{were_refused(refusals(run))}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
