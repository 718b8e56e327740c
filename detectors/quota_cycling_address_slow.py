"""Quota cycling from one address at leisure: an account a day is made there, and a program uses it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from msgspec import field

from detectors.base import Signal, by_event
from detectors.quota_cycling_address import CROWD, AddressState, QuotaCyclingAddress
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

SIGNUP: Final = "account.signup"


class MadeState(AddressState, array_like=True):
    """Adds the accounts made at the address and when, the newest few."""

    made: dict[str, float] = field(default_factory=dict)


class QuotaCyclingAddressSlow(QuotaCyclingAddress):
    """Accounts made at one address within a week whose programs were refused there at last, hardly two at a time.

    Fires on six: whoever opens one when the last is used up. Quiet on what strangers share, as the way out of a cloud's
    machines is: they sign up elsewhere; and as the base on a class and on a firm's newcomers, who work side by side.
    Judged every six hours. Fails where accounts are made from another address than they are used from.
    """

    name = "quota_cycling_address_slow"
    version = 1
    kinds = (SIGNUP, "account.usage")
    state_type = MadeState
    ties = ("device",)
    steps = 28

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a sign-up, and of a fresh account's program; () for all others."""
        if event.type == SIGNUP:
            return (event.ip,) if event.ip else ()
        return super().keys_of(event)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; of a sign-up note only whose it is."""
        if event.type != SIGNUP:
            return super().learn(event, state, signal)
        made = cast("MadeState", state).made
        made[event.subject] = max(event.time, made.get(event.subject, event.time))
        if len(made) > CROWD:
            del made[min(made, key=lambda name: (made[name], name))]
        return False

    def _spent(self, state: AddressState, refused: Mapping[str, float]) -> set[str]:
        """Return those refused that were made here, too."""
        return super()._spent(state, refused) & cast("MadeState", state).made.keys()

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; forget who is no longer fresh."""
        super().prune(state, watermark)
        own, oldest = cast("MadeState", state), watermark - 2 * self.reach_s
        if own.made and min(own.made.values()) < oldest:
            own.made = {name: time for name, time in own.made.items() if time >= oldest}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were made and used up there."""
        reason = (
            f"{run.peak:.0f} accounts were made at one address and used there by a program until they were refused for "
            f"a used-up allowance or rate, one after the other within {self.window_s / 86_400:.0f} days "
            f"({self.usually(run, 'there', 'at an address')}); {run.n} requests were refused."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
