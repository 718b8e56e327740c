"""Guessing from one address where fan-out does not show: again and again on few accounts, or one now and then."""

from __future__ import annotations

from detectors.base import Signal
from detectors.haste import SLOT_S, attempt_of, bucket_of, ends, guesses
from detectors.login_address import AddressState, AddressWindow
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, Event

DAY_S = 86_400.0
HOURS_LEAST = 4  # what comes within fewer is for `login_fanout` to see


class LoginGuessingAddress(AddressWindow):
    """Repeated attempts faster than hands can, or known accounts tried over many hours, from an address new to them.

    Quiet on a client that retries at its own pace, and on a shared address: what as many honest logins would fail is
    expected of it. Fails on a patient guesser of a single account, whom `login_guessing` may see.
    """

    name = "login_guessing_address"
    version = 3
    idle_s = DAY_S / 4
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = DAY_S, least: float = 6,
                 usual: float = 0.3, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count accounts that are at home elsewhere, and names that nobody has."""
        if event.outcome is False and (not event.novel & NEW_ACCOUNT or event.reason == "unknown_user"):
            return event.subject
        return None

    def put(self, event: Event, tally: Tally) -> None:
        """Count the account; one that nobody knows yet is named only."""
        if event.outcome is False and self.member(event) is None:
            tally.seen(event.time, event.id)
            tally.account(event.subject, event.time)
        super().put(event, tally)

    def hurried(self, event: Event, state: AddressState) -> None:
        """Note the attempt and how close it follows others on the same accounts."""
        if event.outcome is False:
            state.attempt(event.time, event.subject, nobody=event.reason == "unknown_user")
            for end in ends(state.slots, int(event.time // SLOT_S), 2):
                if surprise := guesses(state.slots, end):
                    state.hasten(bucket_of(end, self.step_s), surprise)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window, a failure included; None for a success."""
        if event.outcome or not isinstance(state, AddressState):
            return None
        end = int(event.time // self.step_s)
        surprise = self._weigh(state, end, self._with_event(state, end, event), self._past(state, end))
        further = attempt_of(event.time, event.subject, nobody=event.reason == "unknown_user")
        surprise = max(surprise, *(guesses(state.slots, last, further) for last in ends(state.slots, further.slot, 2)))
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        return count >= self.least or bool(isinstance(state, AddressState) and state.hasty)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        haste = state.haste(end, self.steps) if isinstance(state, AddressState) else 0.0
        if count < self.least or sum(bool(tally.members) for tally in self._window(state, end)) < HOURS_LEAST:
            return haste
        return max(haste, gamma_poisson(count - 1, *past))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many attempts on how many accounts, and how many were entered."""
        tried = len({*run.members, *(run.accounts or {})})
        reason = (
            f"{run.n} attempts from one address failed, on {tried} accounts it was new to, faster than hands can or "
            f"over many hours; {len(run.marked or {})} accounts logged in from it as a new address."
        )
        return reason, "Challenge the address; reset the accounts entered."
