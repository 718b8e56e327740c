"""Credential stuffing from one address: one address fails to log in to many accounts for which it is new."""

from __future__ import annotations

from math import log10

from detectors.base import Signal
from detectors.haste import SLOT_S, STRETCHES, Attempt, attempt_of, bucket_of, crowd, ends
from detectors.login_address import AddressState, AddressWindow
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, Event

ENTERED = 0.8  # of the window's surprise goes to a success from it: some of these are people who moved
UNKNOWN_USUAL = 1.5  # accounts nobody knows yet (in a site's first days all) that fail at a busy address in a window


class LoginFanout(AddressWindow):
    """Distinct accounts that one address, new to them, failed to enter, in a sliding window.

    Fires on many accounts from one address, on four that are tried faster than hands can. Quiet on a client that
    retries one account; on the users of a shared address, for whom it is not new; on an address (a carrier's) whose
    past shows as many, or whose logins of past hours explain as many. Accounts entered are named first. Fails where an
    insider tries colleagues from the office. Rule: fail2ban's and CrowdSec's buckets, with a learned baseline.
    """

    name = "login_fanout"
    version = 3

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 600.0, least: float = 3,
                 usual: float = 0.02, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count the accounts of failed attempts that have been elsewhere, and names that nobody has."""
        if event.outcome is False and (not event.novel & NEW_ACCOUNT or event.reason == "unknown_user"):
            return event.subject
        return None

    def tries(self, event: Event) -> bool:
        """Tell whether the event is an attempt that this detector looks at (all from places new to the account)."""
        return event.outcome is False

    def put(self, event: Event, tally: Tally) -> None:
        """Count the account; one that nobody knows yet is counted apart."""
        if self.tries(event) and self.member(event) is None:
            tally.seen(event.time, event.id)
            tally.account(event.subject, event.time)
        super().put(event, tally)

    def note(self, event: Event, tally: Tally) -> None:
        """Name the accounts entered; count attempts on unknown users."""
        super().note(event, tally)
        if event.reason == "unknown_user":
            tally.add("unknown_users")

    def score(self, event: Event, state: WindowState, key: str) -> Signal:
        """Return the surprise of the window, the event included."""
        if event.outcome and isinstance(state, AddressState) and self.quiet(state):
            return Signal(self.name, self.version, key, 0.0, state.rate > 0)
        end = int(event.time // self.step_s)
        past = self._past(state, end)
        count = self._with_event(state, end, event)
        fresh = event.subject if self.tries(event) and self.member(event) is None else None
        surprise = self._with(state, end, count, past, fresh)
        if event.outcome:
            surprise *= ENTERED
        elif isinstance(state, AddressState) and self.tries(event):
            surprise = max(surprise, self._hurry(state, event, attempt_of(event.time, event.subject)))
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def hurried(self, event: Event, state: AddressState) -> None:
        """Note the attempt and how close it comes to others."""
        if self.tries(event):
            state.attempt(event.time, event.subject)
            self._hurry(state, event, None)

    def _hurry(self, state: AddressState, event: Event, further: Attempt | None) -> float:
        """Return the surprise of the closest crowd around the event; keep it by bucket, unless it is a question."""
        best, slot = 0.0, int(event.time // SLOT_S)
        for length, least in STRETCHES:
            for end in ends(state.slots, slot, length):
                others = crowd(state.slots, end, length, further) - 1
                if others >= least:
                    bucket = bucket_of(end, self.step_s)
                    surprise = self._close(others, length, self._past(state, bucket))
                    best = max(best, surprise)
                    if further is None:
                        state.hasten(bucket, surprise)
        return best

    def _close(self, others: int, length: int, past: tuple[float, float]) -> float:
        """Return the surprise of so many further accounts within a part of the window, wherever in it."""
        parts = self.window_s / (length * SLOT_S)
        return max(0.0, gamma_poisson(others, past[0], past[1] * parts) - log10(parts))

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        return count >= self.least or bool(isinstance(state, AddressState) and (state.hasty or state.fresh))

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return self._with(state, end, count, past, None)

    def _with(self, state: WindowState, end: int, count: float, past: tuple[float, float], fresh: str | None) -> float:
        """Return the most surprising of: accounts known, all accounts, and how close they were tried."""
        plain = gamma_poisson(count - 1, *past) if count >= self.least else 0.0
        names = {name for tally in self._window(state, end) for name in tally.accounts or ()}
        if fresh is not None:
            names.add(fresh)
        if names:
            shape, rate = past if past[0] / past[1] >= UNKNOWN_USUAL else (1.0, 1 / UNKNOWN_USUAL)
            plain = max(plain, gamma_poisson(count + len(names) - 1, shape, rate))
        return max(plain, state.haste(end, self.steps)) if isinstance(state, AddressState) else plain

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, how fast, and how many were entered."""
        entered = len(run.marked or {})
        reason = (
            f"One address failed to log in to {run.distinct()} accounts it was new to, {run.peak:.0f} of them known "
            f"ones or false names within {self.window_s / 60:.0f} min (usual at this address: {run.usual:.1f}); "
            f"{entered} logged in from it as a new address meanwhile."
        )
        return reason, "Reset the accounts entered; challenge the address."
