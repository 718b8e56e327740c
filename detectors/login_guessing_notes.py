"""What is remembered of the attempts on one account, and of how settled it is."""

from __future__ import annotations

from typing import ClassVar, Literal

from detectors.account_places import PlaceState
from detectors.base import LATENESS_MAX_S, Signal
from detectors.entered import forget, hold, into_tallies
from detectors.haste import SLOT_S, Attempt, attempt_of, bucket_of
from detectors.haste_stretches import HASTY, ends, repeats
from detectors.login_regained import note_reset
from detectors.login_unnamed import UNNAMED
from detectors.own_fault import own_fault
from detectors.strange import familiar, foreign
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from schemas.event import Event
from schemas.values import KeyedBy

DAY_S = 86_400.0


class GuessingNotes(WindowDetector):
    """Base of the detectors of guesses on one account: what they note, and what they forget again."""

    keyed_by: ClassVar[KeyedBy] = "account"
    kinds = ("account.login", "account.password_reset")
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
        """Count failures from a strange place in which somebody was judged, on an account that the log names."""
        if event.subject.startswith(UNNAMED):
            return None  # the address is accused, by `login_unnamed` and `login_guessing_address`
        return event.subject if event.outcome is False and foreign(event) and not own_fault(event) else None

    def remembers(self, event: Event) -> bool:
        """Note entries as well, and resets of the password."""
        if event.type != "account.login":
            return True
        return intrusive(event) if event.outcome else self.member(event) is not None

    def note(self, event: Event, tally: Tally) -> None:
        """Note each entry: only one after the failures counts as theirs."""
        if event.outcome:
            tally.mark(str(event.time), event.time)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; remember how often the account has been in new places, and how hasty attempts are."""
        own: PlaceState = state  # type: ignore[assignment]  # `state_type`; no cast: a call a login
        if event.type != "account.login":
            return self._reset(event, own)
        asked, self._asked = self._asked, None
        if event.outcome:
            own.enter(event)
            if not intrusive(event):
                return False
            if self._holds(event, own):
                return False
            member = None
        elif (member := self.member(event)) is None:
            return False
        if own.entered:
            self.put_held(own)
        if member is not None:
            self.hurried(event, own)
        return self._take(event, own, member, None if asked is None else self._answered(asked, event, own))

    def _reset(self, event: Event, state: PlaceState) -> bool:
        """Note a reset of the password in its bucket: it says who gets in after it."""
        if state.entered:
            self.put_held(state)
        tally = self.tally(state, int(event.time // self.step_s))
        note_reset(event, tally)
        return tally.hot

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
        state.failed(event, self.step_s)
        state.note(attempt)
        if len(state.slots) > 1 or state.slots[attempt.slot][attempt.account] > 1:
            for end in ends(state.slots, attempt.slot):
                if count := repeats(state.slots, end):
                    state.hasten(bucket_of(end, self.step_s), HASTY * count)

    def hurry(self, event: Event, state: PlaceState) -> float:
        """Return the surprise of the haste around an attempt not noted yet."""
        slots, slot = state.slots, int(event.time // SLOT_S)
        if not slots or not (slot in slots or slot - 1 in slots or slot + 1 in slots):
            return 0.0
        further: Attempt = attempt_of(event.time, event.subject)
        return HASTY * max([repeats(slots, end, further) for end in ends(slots, slot)])

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


def intrusive(event: Event) -> bool:
    """Tell whether a login may be the guesser's: from a foreign place, by no client known to be the owner's."""
    return foreign(event) and not familiar(event)
