"""API keys tried one after the other at one address: a list of leaked ones, or guesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from msgspec import field

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.homes import HOMES_KEPT, at_home, is_home, move_in
from detectors.nobody import is_nobody, stand_in
from detectors.only import FAILED, only
from detectors.settled_window import OverWindow, SettledState
from detectors.statuses import KEY_REFUSED
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_IP, Event
from schemas.values import Severity


class KeyGuessingState(SettledState, array_like=True):
    """Adds the accounts that were answered at the address, and when first."""

    homes: dict[str, float] = field(default_factory=dict)


class KeyGuessing(OverWindow):
    """Distinct keys that no account is known for, refused (401, 403) at one address, in a sliding hour.

    For each customer who has been answered at the address one such key counts less, and nothing is said of an address
    with `HOMES_KEPT` of them (a relay). Fires on a list of keys being tried. Quiet on one expired key however often it
    is retried, on a firm whose programs have a dozen old ones, on an address whose past shows as many. Judged once a
    step is over. Fails where refused requests tell no key (then `usage_refused` sees their pace), or name the owner.
    State: 800 bytes more for an address of many customers. Cost: a window's, for what is refused.
    """

    name = "key_guessing"
    keyed_by = "ip"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = KeyGuessingState
    members_are_accounts = False
    steps = 12

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 10,
                 usual: float = 0.3, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_IP | FAILED)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address where a key of nobody's is refused, or an account is answered for the first time."""
        if not event.ip or event.status is None:
            return ()
        if event.status in KEY_REFUSED:
            return (event.ip,) if event.key and is_nobody(event) else ()
        return (event.ip,) if event.novel & NEW_IP and is_home(event) else ()

    def member(self, event: Event) -> str | None:
        """Count keys that were refused."""
        return event.key if event.status in KEY_REFUSED and is_nobody(event) else None

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        """As in the base, but what such an event names is no account."""
        if member is not None:
            tally.seen(event.time, event.id)
            tally.member(member, event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; a customer's request says nothing."""
        return None if self.member(event) is None else super().score(event, state, key)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note who is at home here."""
        if self.member(event) is not None:
            return super().learn(event, state, signal)
        own: KeyGuessingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        move_in(own.homes, event.subject, event.time)
        return False

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """As in the base, for the keys beyond one for each customer here."""
        customers = at_home(cast("KeyGuessingState", state).homes, (end + 1) * self.step_s)
        if customers >= HOMES_KEPT or count - customers < self.least:
            return 0.0
        return gamma_poisson(count - customers - 1, *past)

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; name the accounts that were answered here for the first time meanwhile."""
        hot = super()._accuse(state, end, count, past, surprise)
        if hot:
            since, until = (end - self.steps + 1) * self.step_s, (end + 1) * self.step_s
            earliest = min(self._window(state, end), key=lambda tally: tally.first)
            for account, first in cast("KeyGuessingState", state).homes.items():
                if since <= first < until:
                    earliest.mark(account, first)
        return hot

    def breached(self, run: Tally) -> bool:
        """Say no: who was answered for the first time may be a customer who has just moved here."""
        return False

    def severity(self, run: Tally) -> Severity:
        """As in the base; high where a key of the list may have been a good one."""
        return "high" if run.marked else super().severity(run)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name the accounts that were answered there for the first time meanwhile, else nobody."""
        return super().explain(run, state, key).naming(in_order(run.marked or {}) or [stand_in(key)])

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many keys were tried, and whether one was good."""
        hits = len(run.marked or ())
        reason = (
            f"{run.peak:,.0f} API keys that no account is known for were refused at one address within "
            f"{self.window_s / 60:.0f} min ({self.usually(run, 'there', 'for such addresses')}), {run.distinct():,} in "
            f"all; {counted(hits)} {'was' if hits == 1 else 'were'} answered there for the first time meanwhile."
        )
        if hits:
            return reason, "Block the address; ask the accounts' owners, and rotate their keys if it was not them."
        return reason, "Block the address; rotate those of the keys that are on public lists."
