"""Quota cycling from one address at leisure: an account a day is made there, and a program uses it up."""

from __future__ import annotations

from msgspec import field

from detectors.made_there import MadeThere
from detectors.quota_cycling import refusals, were_refused, wider
from detectors.quota_cycling_address import SIGNUP, QuotaCyclingAddress
from detectors.quota_cycling_uses import UsesState
from detectors.tally import Tally


class MadeState(UsesState, array_like=True):
    """Adds the accounts made at the address and when, the newest few."""

    made: dict[str, float] = field(default_factory=dict)


class QuotaCyclingAddressSlow(MadeThere, QuotaCyclingAddress):
    """Accounts made at one address within a week whose programs were refused there at last, hardly two at a time.

    Fires on six: whoever opens one when the last is used up. Quiet on what strangers share, as the way out of a cloud's
    machines is: they sign up elsewhere; on a class and on a firm's newcomers, who work side by side.
    Judged every six hours. Fails where accounts are made from another address than they are used from.
    """

    name = "quota_cycling_address_slow"
    version = 1
    kinds = (SIGNUP, "account.usage")
    state_type = MadeState
    ties = ("device",)
    steps = 28
    crossing_s = 1800.0  # an allowance of the hour lets a last request through; who only made haste goes on

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were made and used up there."""
        reason = (
            f"{run.peak:,.0f} accounts were made at one address and used there by a program until they were refused "
            f"for a used-up allowance or rate, one after the other within {self.window_s / 86_400:.0f} days "
            f"({self.usually(run, 'there', 'at an address')}){wider(run, self.window_s)}; "
            f"{were_refused(refusals(run))}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
