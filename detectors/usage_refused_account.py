"""Codes or numbers guessed by an account: it asks for one thing after the other that is not there, or not for it."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import cast

from detectors.base import by_event
from detectors.nobody import is_nobody
from detectors.only import KEYLESS, only
from detectors.statuses import NOT_THERE
from detectors.tally import Tally
from detectors.usage_refused_key import SLOTS, ProbeState, UsageRefusedKey
from detectors.window import WindowState
from schemas.event import Event


class UsageRefusedAccount(UsageRefusedKey):
    """Distinct products forbidden (403) or not there (404) to an account without a key, in a sliding hour.

    Only those count that it had not been given before; weighed as by `usage_refused_key`. An app or a browser asks for
    what it shows: few of those things are gone. Fires on coupons, vouchers, numbers of others' orders that are guessed
    one by one. Quiet on a release that asks for a few things that are gone, over and over, on a browser's helper that
    tries some thirty coupons, on programs with a key (`usage_refused_key`: a synchronised catalogue has many that are
    gone). How many they were is reckoned from the slots they took (linear counting; Whang, Vander-Zanden and Taylor,
    1990). Fails where `product` does not tell what was asked for. Cost: a window's.
    """

    name = "usage_refused_account"
    version = 2
    entity = None
    barred = NOT_THERE

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 40,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(KEYLESS)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account of a request of which the answer is known, where no key tells of a program."""
        told = event.status is not None and event.product and not event.key
        return (event.subject,) if told and not is_nobody(event) else ()

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return about how many products were refused that had not been given before."""
        opened, before = cast("ProbeState", state).opened, end - self.steps
        return _about(self._both(state, end, event)[1], SLOTS - sum([first < before for first in opened.values()]))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many different things were asked for, and how many requests were answered."""
        extra = run.extra or {}
        told = ", ".join(
            f"{extra[name]:,.0f} with {name[9:]}" for name in sorted(extra) if name.startswith("answered_")
        )
        reason = (
            f"{run.n:,} requests of one account were refused ({told}), within {self.window_s / 60:.0f} min for some "
            f"{run.peak:,.0f} different products that it had not been given before "
            f"({self.usually(run, 'for this account', 'for accounts')}); {extra.get('taken', 0.0):,.0f} were answered "
            f"meanwhile."
        )
        return reason, "See what was asked for and what was given; bound how often an account may try."


def _about(taken: int, free: int) -> int:
    """Return how many products probably took so many of the slots that no earlier one had; exact while they are few."""
    return round(-SLOTS * log(1 - min(taken / free, 1 - 0.5 / free))) if taken else 0
