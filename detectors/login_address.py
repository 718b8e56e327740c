"""What the detectors of one address share: they see only attempts of accounts for which the address is new.

How busy an address is with honest logins tells how many failures go with them; only hours that are surely over speak,
so that the answer does not depend on what has arrived yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import field

from detectors.base import LATENESS_MAX_S, Finding, Signal, by_event
from detectors.haste import HasteState
from detectors.strange import strange
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from schemas.event import Event
from schemas.values import KeyedBy

HOUR_S = 3600.0
FAILS = 0.2  # strange failing accounts that go with an honest login from a new address
BUSY_MEMORY = 0.97  # of an hour with logins
LATEST = 4  # hours before the one in hand that are not folded into the mean yet


class AddressState(HasteState, array_like=True):
    """Adds honest logins by hour, their decayed sum and its weight."""

    busy: dict[int, float] = field(default_factory=dict)
    logins: float = 0.0
    hours: float = 0.0
    fresh: bool = False  # accounts that nobody knew have been tried


class AddressWindow(WindowDetector):
    """Base of the detectors of an address. Cost: nothing for an account at home; else about 5 microseconds."""

    keyed_by: ClassVar[KeyedBy] = "ip"
    kinds = ("account.login",)
    area = "account_security"
    state_type = AddressState

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the event's address if it is new to the account: what its own people do there says nothing."""
        return (event.ip,) if event.ip and strange(event) else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Name the accounts entered."""
        if event.outcome:
            tally.mark(event.subject, event.time)

    def hurried(self, event: Event, state: AddressState) -> None:
        """Note what haste the attempt shows."""

    def remembers(self, event: Event) -> bool:
        """Note successes too: they may turn out to be entries, and tell how busy the address is."""
        return True

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Merge the event; note how busy the address is and how hasty the attempts are; look at the windows."""
        if not isinstance(state, AddressState) or not self.remembers(event):
            return False
        if event.outcome:
            hour = int(event.time // HOUR_S)
            state.busy[hour] = state.busy.get(hour, 0.0) + 1
        elif self.member(event) is None:
            state.fresh = True
        bucket, count = int(event.time // self.step_s), self._answered(event, state)
        self.admit(event, state, bucket)
        if event.outcome and self.quiet(state):
            return state.tallies[bucket].hot
        self.hurried(event, state)
        return self._review(state, bucket, count)

    def quiet(self, state: AddressState) -> bool:
        """Tell whether nobody has failed here whom a window of today holds: then a success changes nothing."""
        return not (state.peaks or state.fresh or state.hasty) and self.least > 0

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return what the address's past explains, or what goes with its logins of past hours."""
        shape, rate = super()._past(state, end)
        if isinstance(state, AddressState) and (state.hours or state.busy):
            going = FAILS * self._busy(state, int(end * self.step_s // HOUR_S)) * self.window_s / HOUR_S
            if going > shape / rate:
                return shape + 1, (shape + 1) / going
        return shape, rate

    def _busy(self, state: AddressState, hour: int) -> float:
        """Return the logins of an active hour: the mean of the past, or the busiest of the latest that are over."""
        logins, hours = state.logins, state.hours
        for old in sorted(old for old in state.busy if old < hour - LATEST):
            logins, hours = BUSY_MEMORY * logins + state.busy[old], BUSY_MEMORY * hours + 1
        mean = logins / hours if hours else 0.0
        return max([mean, *(n for old, n in state.busy.items() if hour - LATEST <= old < hour - 1)])

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the hours that are over."""
        super().prune(state, watermark)
        if isinstance(state, AddressState):
            oldest = watermark - LATENESS_MAX_S - self.window_s
            state.forget(oldest, int(oldest // self.step_s) - 1)
            done = int((watermark - LATENESS_MAX_S) // HOUR_S) - LATEST
            for hour in sorted(h for h in state.busy if h < done):
                state.logins = BUSY_MEMORY * state.logins + state.busy.pop(hour)
                state.hours = BUSY_MEMORY * state.hours + 1

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; accounts that nobody knew yet, which are not counted, are named all the same."""
        whole = Tally()
        whole.merge(run)
        for name, time in (run.accounts or {}).items():
            whole.member(name, time)
        return super().explain(whole, state, key)
