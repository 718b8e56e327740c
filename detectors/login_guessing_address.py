"""Guessing from one address where fan-out does not show: again and again on few accounts, or one now and then."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from detectors.base import Finding, Signal
from detectors.entered import into_tallies
from detectors.haste import FULL, SLOT_S, Attempt, attempt_of, bucket_of
from detectors.haste_stretches import ends, guesses
from detectors.login_address import AddressWindow
from detectors.login_address_kit import client_of, entered_by, got_in
from detectors.login_address_state import AddressState, Answer
from detectors.login_dogged import EACH, dogged, persists, surprise_of
from detectors.login_guessing_address_words import knows_passwords, said
from detectors.login_guessing_report import SECOND_FACTOR
from detectors.login_kit import plain
from detectors.nobody import without_nobody
from detectors.second_factor_fanout import REFUSED
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState, united
from schemas.event import Event
from schemas.values import Severity

DAY_S = 86_400.0
HOURS_LEAST = 4  # what comes within fewer is for `login_fanout` to see


class LoginGuessingAddress(AddressWindow):
    """Repeated attempts faster than hands can, or known accounts tried over many hours, from an address new to them.

    Fires, too, on six accounts or more of which five are tried six times or more each, at any pace: one person guesses
    by hand at several, or wears their owners out with prompts of the second factor. For that an account need not be
    known, as none is where this begins with nothing. Quiet on a client that retries at its own pace, and on a shared
    address: what as many honest logins would fail is expected of it. Of those that get in there once it has begun, who
    has the failures' client is told as entered; of others than one or two accounts guessed at, nobody. Fails on a
    patient guesser of a single account, whom `login_guessing` may see, and on one who tries each of a few five times.
    """

    name = "login_guessing_address"
    version = 6
    steps = 24
    lasting = False  # one more hour changes it

    def __init__(self, alert_at: float = 0.5, *, window_s: float = DAY_S, least: float = 6,
                 usual: float = 0.3, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        """As in the base; count what failed by its client."""
        super()._put(event, tally, member)
        if client := client_of(event):
            tally.add(client)
        if event.reason == REFUSED:
            tally.add(SECOND_FACTOR)

    def _holds(self, event: Event, state: AddressState, bucket: int) -> bool:
        """As in the base, with the client."""
        held = super()._holds(event, state, bucket)
        if held:
            state.entered[-1] = event.time, f"{client_of(event)}  {event.subject}"
        return held

    def put_held(self, state: AddressState) -> None:
        """As in the base."""
        into_tallies(state.entered, self.step_s, state.tallies, got_in)

    def _entered(self, event: Event, state: AddressState, tally: Tally) -> None:
        """As in the base; note by which client."""
        super()._entered(event, state, tally)
        got_in(tally, f"{client_of(event)}  {event.subject}", event.time)

    def breached(self, run: Tally) -> bool:
        """Tell whether anybody is told as entered."""
        return bool(entered_by(run))

    def named_first(self, run: Tally) -> Collection[str]:
        """Return who is told as entered."""
        return entered_by(run)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """As in the base; without clients."""
        return super().evidence(replace(run, extra=plain(run)))

    def _attempt(self, event: Event) -> Attempt:
        return attempt_of(event.time, event.subject, nobody=event.reason == "unknown_user")

    def _hasty(self, state: AddressState, event: Event, further: Attempt | None) -> Sequence[tuple[int, float]]:
        """Return how close the attempt follows others on the same accounts."""
        found: list[tuple[int, float]] = []
        for end in ends(state.slots, int(event.time // SLOT_S)):
            if surprise := guesses(state.slots, end, further):
                found.append((bucket_of(end, self.step_s), surprise))
        return found

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window, a failure included; None for a success."""
        if event.outcome or not isinstance(state, AddressState):
            return None
        surprise = self._ask(event, state)
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _hurried(self, event: Event, state: AddressState, told: Answer | None) -> bool:
        """As in the base; a slot that is full, or is now, is looked at again."""
        full = told is not None and len(state.slots.get(int(event.time // SLOT_S), ())) >= FULL
        return super()._hurried(event, state, None if full else told) or persists(state.slots, event.subject)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        if count >= self.least or not isinstance(state, AddressState):
            return count >= self.least
        return bool(state.hasty) or (state.fresh and len(state.slots) >= EACH)

    def _plain(self, state: WindowState, end: int, count: int, window: Sequence[Tally],
               fresh: str | None) -> tuple[float, tuple[float, float] | None]:  # fmt: skip
        """Weigh the accounts that are tried over hours, and those that are tried again and again."""
        known = count >= self.least
        if not known and count + self._unknown(state, window, fresh) < self.least:
            return 0.0, None
        past = self._past(state, end)
        hours = sum([bool(tally.members) for tally in window]) if known else 0
        plain = gamma_poisson(count - 1, *past) if hours >= HOURS_LEAST else 0.0
        return plain if plain >= self.hot_from else max(plain, surprise_of(self._dogged(state, end), past)), past

    def _unknown(self, state: WindowState, window: Sequence[Tally], fresh: str | None) -> int:
        """Return how many accounts were tried that nobody knew yet; 0 where none can have been tried often enough."""
        if not isinstance(state, AddressState) or len(state.slots) < EACH or not (state.fresh or fresh):
            return 0
        return united([tally.accounts for tally in window if tally.accounts], fresh)

    def _dogged(self, state: WindowState, end: int) -> int:
        """Return how many accounts of a window are tried again and again."""
        if not isinstance(state, AddressState):
            return 0
        return dogged(state.slots, (end - self.steps + 1) * self.step_s, (end + 1) * self.step_s)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return 1 where haste is what accuses, else 0; and how many accounts are tried again and again."""
        hasty = isinstance(state, AddressState) and state.haste(end, self.steps) >= self.hot_from
        return int(hasty), self._dogged(state, end)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; names of nobody are no accounts, and told only where there is nobody else."""
        found = super().explain(run, state, key)
        named = without_nobody(found, run)
        return named if named.accounts else found

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; not below high where the passwords are known."""
        return "high" if knows_passwords(run) and not self.breached(run) else super().severity(run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many attempts on how many accounts, how they came, and how many were entered."""
        return said(run, breached=self.breached(run))
