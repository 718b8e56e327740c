"""Credential stuffing from one address: one address fails to log in to many accounts for which it is new."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from detectors.base import Finding, Signal
from detectors.haste import SLOT_S, Attempt, bucket_of
from detectors.haste_stretches import STRETCHES, crowds
from detectors.login_address_state import AddressState
from detectors.login_devices import entry_of, note_entered, note_tried
from detectors.login_fanout_report import FanoutReport
from detectors.nobody import most_of, tried, without_nobody
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState, united
from schemas.event import Event

ENTERED = 0.8  # of the window's surprise goes to a success from it: some of these are people who moved
UNKNOWN_USUAL = 1.5  # accounts nobody knows yet (in a site's first days all) that fail at a busy address in a window


class LoginFanout(FanoutReport):
    """Distinct accounts that one address, new to them, failed to enter, in a sliding window.

    Fires on many accounts from one address, on four that are tried faster than hands can. Quiet on a client that
    retries one account; on the users of a shared address, for whom it is not new; on an address (a carrier's) whose
    past shows as many, or whose logins of past hours explain as many; on an outage that says so. Accounts entered are
    named first; modest where as many got in as failed (a hotel's new guests). Fails where an insider tries colleagues
    from the office. Rule: fail2ban's and CrowdSec's buckets, with a learned baseline.
    """

    name = "login_fanout"
    version = 5

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 600.0, least: float = 3,
                 usual: float = 0.02, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        parts = {length: window_s / (length * SLOT_S) for length, _ in STRETCHES}
        self._parts = {length: (count, log10(count)) for length, count in parts.items()}  # of a window

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        """Count attempts on unknown users as well; note the device."""
        super()._put(event, tally, member)
        note_tried(event, tally)
        if event.reason == "unknown_user":
            tally.add("unknown_users")

    def _holds(self, event: Event, state: AddressState, bucket: int) -> bool:
        """As in the base, with the device."""
        held = super()._holds(event, state, bucket)
        if held:
            state.entered[-1] = event.time, entry_of(event)
        return held

    def _got_in(self, tally: Tally, told: str, time: float) -> None:
        """As in the base; note the device."""
        super()._got_in(tally, note_entered(told, tally, time), time)

    def _entered(self, event: Event, state: AddressState, tally: Tally) -> None:
        """As in the base, and whatever the producer says of it; note the device."""
        super()._entered(event, state, tally)
        note_entered(entry_of(event), tally, event.time)
        if event.reason == "unknown_user":
            tally.add("unknown_users")

    def score(self, event: Event, state: WindowState, key: str) -> Signal:
        """Return the surprise of the window, the event included."""
        if not isinstance(state, AddressState) or (event.outcome and self.quiet(state)):
            return Signal(self.name, self.version, key, 0.0, state.rate > 0)
        surprise = self._ask(event, state)
        if event.outcome:
            surprise *= ENTERED
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _hasty(self, state: AddressState, event: Event, further: Attempt | None) -> Sequence[tuple[int, float]]:
        """Return the surprise of the closest crowd around the event, by the bucket in which it ends."""
        found: dict[int, float] = {}
        asked, bucket, past = -1, -1, (0.0, 0.0)
        for length, end, others in crowds(state.slots, int(event.time // SLOT_S), further):
            if end != asked:
                asked, bucket = end, bucket_of(end, self.step_s)
                past = self._past(state, bucket)
            close = self._close(others, length, past)
            if close > found.get(bucket, 0.0):
                found[bucket] = close
        return [*found.items()]

    def _close(self, others: int, length: int, past: tuple[float, float]) -> float:
        """Return the surprise of so many further accounts within a part of the window, wherever in it."""
        parts, wherever = self._parts[length]
        return gamma_poisson(others, past[0], past[1] * parts) - wherever

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        return count >= self.least or bool(isinstance(state, AddressState) and (state.hasty or state.fresh))

    def _plain(self, state: WindowState, end: int, count: int, window: Sequence[Tally],
               fresh: str | None) -> tuple[float, tuple[float, float] | None]:  # fmt: skip
        """Return the more surprising of: accounts known, all accounts."""
        names = united([tally.accounts for tally in window if tally.accounts], fresh)
        if count < self.least and not names:
            return 0.0, None
        past = self._past(state, end)
        plain = gamma_poisson(count - 1, *past) if count >= self.least else 0.0
        if names:
            shape, rate = past if past[0] / past[1] >= UNKNOWN_USUAL else (1.0, 1 / UNKNOWN_USUAL)
            plain = max(plain, gamma_poisson(count + names - 1, shape, rate))
        return plain, past

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; names of nobody are no accounts."""
        return without_nobody(super().explain(run, state, key), run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, how fast, and how many were entered."""
        reason = (
            f"{tried(run)} failed to log in from one address where they had never been, {most_of(run, 'of them')} "
            f"within {self.window_s / 60:.0f} min ({self.usually(run, 'at this address', 'for such addresses')}); "
            f"{self.meanwhile(run, 'there for the first time')}."
        )
        return reason, self.advice(run, "address")
