"""Quota cycling from one address at leisure: an account a day is made there, and a program uses it up."""

from __future__ import annotations

from typing import cast

from msgspec import field

from detectors.base import Signal
from detectors.quota_cycling import refusals
from detectors.quota_cycling_address import CROWD, SIGNUP, AddressState, QuotaCyclingAddress
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event


class MadeState(AddressState, array_like=True):
    """Adds the accounts made at the address and when, the newest few."""

    made: dict[str, float] = field(default_factory=dict)


class QuotaCyclingAddressSlow(QuotaCyclingAddress):
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

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base, of accounts made here; of a sign-up note only whose it is.

        It has come before: who is `FRESH` signed up longer ago than an event may be late.
        """
        made = cast("MadeState", state).made
        if event.type != SIGNUP:
            return event.subject in made and super().learn(event, state, signal)
        note_made(made, event)
        return False

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; forget who is no longer fresh."""
        super().prune(state, watermark)
        own = cast("MadeState", state)
        own.made = made_since(own.made, watermark - 2 * self.reach_s)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were made and used up there."""
        reason = (
            f"{run.peak:.0f} accounts were made at one address and used there by a program until they were refused for "
            f"a used-up allowance or rate, one after the other within {self.window_s / 86_400:.0f} days "
            f"({self.usually(run, 'there', 'at an address')}); "
            f"{refusals(run):,.0f} requests were refused."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."


def note_made(made: dict[str, float], event: Event) -> None:
    """Note a sign-up among the newest few."""
    made[event.subject] = max(event.time, made.get(event.subject, event.time))
    if len(made) > CROWD:
        del made[min(made, key=lambda name: (made[name], name))]


def made_since(made: dict[str, float], oldest: float) -> dict[str, float]:
    """Return the accounts that were not made before."""
    return {name: at for name, at in made.items() if at >= oldest} if made and min(made.values()) < oldest else made
