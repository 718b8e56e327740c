"""Probing a web site: request after request for what is not there, or is not for strangers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import msgspec
from msgspec import field

from detectors.base import Finding, Signal, by_event
from detectors.homes import at_home, is_home, move_in
from detectors.nobody import is_nobody, is_word, stand_in
from detectors.refusals import Refusals, RefusalState
from detectors.statuses import FAULT_FROM, KEY_REFUSED, PROBED, REFUSED_FROM, UNAUTHORISED
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_IP, Event

HASTE = 3  # in a sixth of the window: a check or reader whose page is gone asks again every five seconds or so


class HomeState(RefusalState, array_like=True):
    """Adds the accounts that were answered at the address, and when first."""

    homes: dict[str, float] = field(default_factory=dict)


class UsageRefused(Refusals):
    """Requests of nobody known (`nobody`) at one address answered 401, 403, 404 or 405, in a sliding minute.

    Fires on a scanner, on a guessed parameter, and on credentials that are tried where events do not tell which. Quiet
    on a page with missing pictures (the page itself was given), on an expired key of a customer who is named, or was
    answered at the address before, on a health check that goes on asking for a page that is gone, on an address whose
    past shows as many. Where the key is told, `key_guessing` counts keys. Takes a program that is set up with a wrong
    key in a new place for a guesser, where events tell neither key nor account.
    """

    name = "usage_refused"
    version = 3
    state_type = HomeState
    keyed_by = "ip"
    kinds = ("account.usage",)
    area = "api_abuse"
    alone, beside = 0.2, 0.7

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 60.0, least: float = 6,
                 usual: float = 0.01, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a stranger's request, and of a customer's that is answered there for the first time."""
        if not event.ip or event.status is None:
            return ()
        known = not event.novel & NEW_IP or event.status >= REFUSED_FROM  # most are where they were
        if known and not is_nobody(event):
            return ()
        # A key that no account is known for is counted by key (`key_guessing`).
        return () if event.key and event.status in KEY_REFUSED else (event.ip,)

    def refused(self, event: Event) -> bool | None:
        """Tell what became of the request; a server's own error says nothing."""
        if event.status is None or event.status >= FAULT_FROM:
            return None
        return event.status in PROBED

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; a customer's request says nothing."""
        return None if is_home(event) else super().score(event, state, key)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note who is at home here."""
        if is_home(event):
            own: HomeState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
            move_in(own.homes, event.subject, event.time)
            return False
        return super().learn(event, state, signal)

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; count what was refused for want of a valid key or session."""
        super().note(event, tally)
        if event.status == UNAUTHORISED:
            tally.add("unauthorised")

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """As in the base, unless all come at leisure; without a customer's old key."""
        window = self._window(state, end)
        if at_home(cast("HomeState", state).homes, (end + 1) * self.step_s):
            count -= sum([(tally.extra or {}).get("unauthorised", 0.0) for tally in window])
        quickest = max((tally.n for tally in window), default=0)
        return super()._weigh(state, end, count, past) if quickest >= HASTE and count >= self.least else 0.0

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; a word for everybody is told as this address's strangers."""
        found = super().explain(run, state, key)
        names = [stand_in(key) if is_word(name) else name for name in found.accounts]
        return msgspec.structs.replace(found, accounts=list(dict.fromkeys(names)))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many requests were refused, and how many were not."""
        extra = run.extra or {}
        taken, unknown = extra.get("taken", 0.0), extra.get("unauthorised", 0.0)
        told = f" ({unknown:,.0f} for want of a valid key or login)" if unknown else ""
        reason = (
            f"{run.peak:,.0f} requests of strangers from one address were refused within {self.window_s:,.0f} s "
            f"({self.usually(run, 'there', 'for such addresses')}), {run.n:,} in all{told}; {taken:,.0f} were answered."
        )
        if unknown > run.n / 2:
            return reason, "Ask whose program it is, if its name tells; block the address if nobody's."
        return reason, "Look in the access log for what was asked; challenge or block the address."
