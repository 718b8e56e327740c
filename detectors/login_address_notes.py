"""What is noted of the logins and the failed attempts at one address."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import LATENESS_MAX_S, by_event
from detectors.counts import MEMBERS_KEPT
from detectors.entered import forget, hold, into_tallies
from detectors.haste import Attempt, attempt_of
from detectors.login_address_state import AddressState, Answer
from detectors.only import only
from detectors.own_fault import own_fault
from detectors.strange import strange
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from schemas.event import NEW_ACCOUNT, NEW_IP, Event


class AddressNotes(WindowDetector):
    """Base of `AddressWindow`: which events it looks at, and what it keeps of them."""

    @by_event
    @only(NEW_IP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the event's address if it is new to the account: what its own people do there says nothing."""
        return (event.ip,) if event.ip and strange(event) and not own_fault(event) else ()

    def member(self, event: Event) -> str | None:
        """Count the accounts of failed attempts that have been elsewhere, and names that nobody has."""
        if event.outcome is False and (not event.novel & NEW_ACCOUNT or event.reason == "unknown_user"):
            return event.subject
        return None

    def tries(self, event: Event) -> bool:
        """Tell whether the event is an attempt that this detector looks at (all from places new to the account)."""
        return event.outcome is False

    def remembers(self, event: Event) -> bool:
        """Note successes too: they may turn out to be entries, and tell how busy the address is."""
        return True

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        """Count an account that is tried; one that nobody knows yet is named only."""
        tally.seen(event.time, event.id)
        if member is None:
            tally.account(event.subject, event.time)
        else:
            tally.member(member, event.time)

    def _hasty(self, state: AddressState, event: Event, further: Attempt | None) -> Sequence[tuple[int, float]]:
        """Return the surprise of the haste around an attempt, noted or `further`, each with the bucket it ends in."""
        return ()

    def _attempt(self, event: Event) -> Attempt:
        return attempt_of(event.time, event.subject)

    def _holds(self, event: Event, state: AddressState, bucket: int) -> bool:
        """Tell whether a login where nobody has failed could be held as it came."""
        return self.least > 0 and hold(event, bucket, state)

    def _entered(self, event: Event, state: AddressState, tally: Tally) -> None:
        """Note that somebody got in."""
        tally.stretch(event.time)
        tally.mark(event.subject, event.time)

    def put_held(self, state: AddressState) -> None:
        """Put the logins that were held into their tallies."""
        into_tallies(state.entered, self.step_s, state.tallies, self._got_in)

    def _got_in(self, tally: Tally, told: str, time: float) -> None:
        """Note a login that was held, `told` as `_holds` has it."""
        tally.mark(told, time)

    def _hurried(self, event: Event, state: AddressState, told: Answer | None) -> bool:
        """Note the attempt and the haste around it; tell whether it is more than before."""
        attempt, slots = self._attempt(event), state.slots
        if len(slots) == 1 and next(iter(slots)) > attempt.slot:  # a later one is looked at from two on
            told = None
        state.note(attempt)
        more = False
        for bucket, surprise in self._hasty(state, event, None) if told is None else told.hasty:
            more = state.hasten(bucket, surprise) or more
        return more

    def _weighed(self, tally: Tally) -> tuple[int, ...]:
        """Return what of a bucket is weighed where windows are looked at: where it stays the same, they do."""
        return len(tally.members), len(tally.accounts) if tally.accounts else 0, tally.level

    def _stands(self, state: AddressState, bucket: int) -> bool:
        """Tell whether all that windows with this bucket say has been looked at, if nothing is added to it."""
        accounts = state.tallies[bucket].accounts
        return state.newest == bucket and not state.crowds and (not accounts or len(accounts) < MEMBERS_KEPT)

    def quiet(self, state: AddressState) -> bool:
        """Tell whether nobody has failed here whom a window of today holds: then a success changes nothing."""
        return self.least > 0 and state.calm()

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the hours that are over."""
        super().prune(state, watermark)
        if isinstance(state, AddressState):
            oldest = watermark - LATENESS_MAX_S - self.window_s
            first = int(oldest // self.step_s) - 1
            state.forget(oldest, first)
            if state.entered:
                state.entered = forget(state.entered, self.step_s, first)
            state.fold(watermark - LATENESS_MAX_S)


class Unhurried(AddressNotes):
    """Base, too, of those that look at a network or range: people in one do not wait for each other."""

    def _hurried(self, event: Event, state: AddressState, told: Answer | None) -> bool:
        """Haste says nothing of a network."""
        return False

    def _hasty(self, state: AddressState, event: Event, further: Attempt | None) -> Sequence[tuple[int, float]]:
        return ()
