"""Quota cycling at leisure in one network: an account is made there once the last one is used up, day after day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import field

from detectors.base import Signal, by_event
from detectors.made_there import MadeThere
from detectors.network import network_of
from detectors.only import only
from detectors.quota_cycling import refusals, were_refused, wider
from detectors.quota_cycling_address import SIGNUP
from detectors.quota_cycling_turns import TurnsState
from detectors.quota_cycling_turns_network import QuotaCyclingTurnsNetwork
from detectors.tally import Tally
from detectors.turns import Use
from detectors.window import WindowState
from schemas.event import FRESH, Event


class MadeTurnsState(TurnsState, array_like=True):
    """Adds the accounts made in the network and when, the newest few."""

    made: dict[str, float] = field(default_factory=dict)


class QuotaCyclingNetwork(MadeThere, QuotaCyclingTurnsNetwork):
    """As `quota_cycling_turns_network`, of accounts made in the network; each one's turn begins with its sign-up.

    So whoever lives beside the farm at its hoster, with customers who signed up at home, hides it no more. Fires on a
    dozen in a week, each made after the last was refused; quiet on a class or an office, who sign up together, on a
    tutorial that many try for an hour (they meet), on who goes on later. Judged every six hours. Fails where accounts
    are made ahead or elsewhere, and where two are used at the same time.
    """

    name = "quota_cycling_network"
    version = 1
    kinds = (SIGNUP, "account.usage")
    state_type = MadeTurnsState
    steps = 28

    @by_event
    @only(FRESH, "account.usage")
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of a fresh account's program, and of a sign-up; () for all others."""
        wanted = event.type == SIGNUP or (event.novel & FRESH and not event.device)
        return (network_of(event.ip),) if event.ip and wanted else ()

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; None of accounts made elsewhere, and of a sign-up."""
        made = cast("MadeTurnsState", state).made
        return super().score(event, state, key) if event.type != SIGNUP and event.subject in made else None

    def use(self, event: Event, state: WindowState) -> Use:
        """As in the base; a turn begins when the account is made."""
        return super().use(event, state)._replace(first=cast("MadeTurnsState", state).made[event.subject])

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were made and used there by turns."""
        reason = (
            f"{run.peak:,.0f} accounts were made in one network and used there by a program within "
            f"{self.window_s / 86_400:.0f} days ({self.usually(run, 'there', 'in a network')}), each made after the "
            f"one before it had fallen silent{wider(run, self.window_s)}; "
            f"{were_refused(refusals(run))} for a used-up allowance or rate."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
