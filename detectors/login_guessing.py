"""Guessing the password of one account, fast or for hours."""

from __future__ import annotations

from typing import ClassVar, Literal

from detectors.account_places import KINDS, UNTOLD, PlaceState
from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.entered import forget, hold, into_tallies
from detectors.haste import HASTY, SLOT_S, Attempt, attempt_of, bucket_of, ends, repeats
from detectors.strange import foreign, strange
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from schemas.event import Event
from schemas.values import KeyedBy

DAY_S = 86_400.0
BROKEN = 3.2  # surprise that an account's own client goes wrong on a day: one in 1,600 does, and fails without end
LASTS = 0.15  # surprise of each further hour in which it fails: its owner notices sooner or later
UNKNOWN_MOST = 2.0  # surprise, but for haste: where nobody knows an account's home, its own client looks strange


class LoginGuessing(WindowDetector):
    """Failed attempts on one account in a day, from where its owner has never been.

    Fires on attempts that follow each other faster than hands can, on dozens from a country new to the account by a
    device that has never got in, and on those that go on for most of a day. Quiet on a user who has forgotten the
    password and on a client that goes on retrying: always at its owner's address, device or provider, for hours from a
    new place too, the longer the less is known of the account's places. For an account never entered yet, and for
    attempts that name neither address nor device, only haste speaks. Fails where the guesser sits at the owner's
    address.
    """

    name = "login_guessing"
    version = 3
    keyed_by: ClassVar[KeyedBy] = "account"
    kinds = ("account.login",)
    area = "account_security"
    ties = ("device", "ip")
    counts: ClassVar[Literal["members", "events", "total"]] = "events"
    steps = 24
    state_type: ClassVar[type[WindowState]] = PlaceState

    def __init__(self, alert_at: float = 0.5, *, window_s: float = DAY_S, least: float = 6,
                 usual: float = 1.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count failures from a strange place."""
        return event.subject if event.outcome is False and foreign(event) else None

    def remembers(self, event: Event) -> bool:
        """Note entries as well."""
        return strange(event) if event.outcome else self.member(event) is not None

    def note(self, event: Event, tally: Tally) -> None:
        """Note each entry: only one after the failures counts as theirs."""
        if event.outcome:
            tally.mark(str(event.time), event.time)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; remember how often the account has been in new places, and how hasty attempts are."""
        if not isinstance(state, PlaceState):
            return False
        asked, self._asked = self._asked, None
        if event.outcome:
            state.enter(event)
            if not strange(event):
                return False
            if self._holds(event, state):
                return False
            member = None
        elif (member := self.member(event)) is None:
            return False
        if state.entered:
            self.put_held(state)
        if member is not None:
            self.hurried(event, state)
        return self._take(event, state, member, self._answered(asked, event, state))

    def put_held(self, state: PlaceState) -> None:
        """Put the logins held into their tallies, as `note` does."""
        into_tallies([(time, str(time)) for time, _ in state.entered], self.step_s, state.tallies)
        state.entered.clear()

    def _holds(self, event: Event, state: PlaceState) -> bool:
        """Tell whether a login where nobody has failed could be held as it came."""
        return self.least > 0 and hold(event, int(event.time // self.step_s), state)

    def quiet(self, state: PlaceState) -> bool:
        """Tell whether no failure is within reach: then an entry says nothing."""
        return self.least > 0 and state.calm()

    def hurried(self, event: Event, state: PlaceState) -> None:
        """Note what is new about the attempt, and how close it follows others."""
        attempt = attempt_of(event.time, event.subject)
        state.failed(event, int(event.time // self.step_s))
        state.note(attempt)
        if len(state.slots) > 1 or state.slots[attempt.slot][attempt.account] > 1:
            for end in ends(state.slots, attempt.slot, 2):
                if count := repeats(state.slots, end):
                    state.hasten(bucket_of(end, self.step_s), HASTY * count)

    def hurry(self, event: Event, state: PlaceState) -> float:
        """Return the surprise of the haste around an attempt not noted yet."""
        slots, slot = state.slots, int(event.time // SLOT_S)
        if not slots or not (slot in slots or slot - 1 in slots or slot + 1 in slots):
            return 0.0
        further: Attempt = attempt_of(event.time, event.subject)
        return HASTY * max([repeats(slots, end, further) for end in ends(slots, slot, 2)])

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the day's failures, the event included; None for a success at home."""
        member = None
        if event.outcome:
            if not strange(event):
                return None
            quiet = isinstance(state, PlaceState) and self.quiet(state)
        else:
            member = self.member(event)
            quiet = member is None
        if quiet or not isinstance(state, PlaceState):
            return Signal(self.name, self.version, key, 0.0, state.rate > 0)
        end = int(event.time // self.step_s)
        count = self._counted(state, end, event, member)
        self._asked = event, state, count, member
        surprise = self._weigh(state, end, count, None, None if event.outcome else event)
        if not event.outcome:
            surprise = max(surprise, self.hurry(event, state))
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        return count >= self.least

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float] | None,
               further: Event | None = None) -> float:  # fmt: skip
        """Return the surprise of a window; `further` is a failure counted but not noted yet."""
        if not isinstance(state, PlaceState):
            return 0.0
        haste = state.haste(end, self.steps) if state.hasty else 0.0
        if count <= 1:  # a first failure says nothing by itself
            return haste
        return max(haste, self._patient(state, end, count, past or self._past(state, end), further))

    def _patient(self, state: PlaceState, end: int, count: float, past: tuple[float, float],
                 further: Event | None) -> float:  # fmt: skip
        """Return the surprise of the count and of the hours it goes on for; however many, a broken client sends too."""
        found = state.failures(end, self.steps, further)
        named = count - found.get(UNTOLD, 0)
        plain = gamma_poisson(named - 1, *past) if named > 1 else 0.0
        if state.born >= (end + 1) * self.step_s or named <= 1:
            return min(max(plain, gamma_poisson(count - 1, *past)), UNKNOWN_MOST)
        hours = sum([tally.n > 0 for tally in self._window(state, end)])
        if plain > BROKEN:
            time = end * self.step_s
            plain = max(self._of_kind(state, time, found, kind, past) for kind in KINDS)
        return plain + LASTS * max(0, hours - 1)

    def _of_kind(self, state: PlaceState, time: float, found: dict[int, int], kind: int,
                 past: tuple[float, float]) -> float:  # fmt: skip
        """Return the surprise of the failures from a new country, by a new device, by both, or of all (`kind` 0)."""
        count = sum([n for of, n in found.items() if of & kind == kind and of != UNTOLD])
        return min(gamma_poisson(count - 1, *past), BROKEN + state.novelty(time, kind)) if count > 1 else 0.0

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold what is over."""
        if state.tallies or state.peaks:
            super().prune(state, watermark)
        if isinstance(state, PlaceState):
            oldest = watermark - LATENESS_MAX_S
            first = int((oldest - self.window_s) // self.step_s) - 1
            state.forget(oldest, first)
            if state.entered:
                state.entered = forget(state.entered, self.step_s, first)
            state.fold(oldest)

    def breached(self, run: Tally) -> bool:
        """Tell whether a login from a strange place came after the first failure."""
        return bool(run.members) and max((run.marked or {}).values(), default=0.0) > min(run.members.values())

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Describe the fullest window; it concerns one account."""
        reason, action = self.sentence(run, key)
        return Finding(self.severity(run), self.evidence(run), reason, action, [key], 1)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many attempts, and whether one succeeded."""
        entered = "; a login from a strange place succeeded since" if self.breached(run) else ""
        reason = (
            f"{run.peak:.0f} attempts to log in to one account failed within a day from where its owner has never been "
            f"(usual: {run.usual:.1f}){entered}."
        )
        return reason, "Reset the password if it was entered; else require a second factor for a while."
