"""Which fresh accounts were made where they are used: of others nothing is noted there."""

from __future__ import annotations

from typing import Protocol, cast

from detectors.base import Signal
from detectors.by_time import times_since
from detectors.quota_cycling import FreshAccounts
from detectors.quota_cycling_address import SIGNUP
from detectors.quota_cycling_uses import CROWD
from detectors.window import WindowState
from schemas.event import Event


class Made(Protocol):
    """A state with the accounts made at a place and when, the newest few."""

    made: dict[str, float]


class MadeThere(FreshAccounts):
    """Base beside another: only accounts made at the place count there. Its state is `Made`, it is shown sign-ups."""

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base, of accounts made here; of a sign-up note only whose it is.

        It has come before: who is `FRESH` signed up longer ago than an event may be late.
        """
        made = cast("Made", state).made
        if event.type != SIGNUP:
            return event.subject in made and super().learn(event, state, signal)
        made[event.subject] = max(event.time, made.get(event.subject, event.time))
        if len(made) > CROWD:
            del made[min(made, key=lambda name: (made[name], name))]
        return False

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; forget who is no longer fresh."""
        super().prune(state, watermark)
        own, oldest = cast("Made", state), watermark - 2 * self.reach_s
        own.made = times_since(own.made, oldest)
