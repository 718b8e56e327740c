"""What the detectors of one address share: they see only attempts of accounts for which the address is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.base import Signal
from detectors.counts import MEMBERS_KEPT
from detectors.login_address_past import AddressPast
from detectors.login_address_state import AddressState, Answer
from detectors.tally import Tally
from detectors.window import CROWDED, WindowState
from schemas.event import Event
from schemas.values import EventType, KeyedBy

Alone = tuple[int, float, tuple[float, float] | None]
_NONE: Sequence[tuple[int, float]] = ()


class AddressWindow(AddressPast):
    """Base of the detectors of an address.

    Cost: nothing for an account at home; 2 microseconds for one that gets in where nobody has failed; else about 6.
    """

    keyed_by: ClassVar[KeyedBy] = "ip"
    kinds: ClassVar[tuple[EventType, ...]] = ("account.login",)
    area = "account_security"
    state_type = AddressState
    marks_entries = True
    lasting: ClassVar[bool] = True  # whether what `_plain` has weighed is the same once the event is in

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 600.0, least: float = 3,
                 usual: float = 0.02, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._firsts: dict[tuple[bool, bool], Alone] = {}
        self._told: Answer | None = None  # of the last question; never part of an answer

    # What a subclass says about a window.

    def _plain(self, state: WindowState, end: int, count: int, window: Sequence[Tally],
               fresh: str | None) -> tuple[float, tuple[float, float] | None]:  # fmt: skip
        """Return a window's surprise but for its haste, and the past asked; None where there is nothing to weigh.

        `fresh`: one more account that nobody knows.
        """
        raise NotImplementedError

    # The verbs.

    def _ask(self, event: Event, state: AddressState) -> float:
        """Return the surprise of the window and of the haste around the event, the event included."""
        end, member, tried = int(event.time // self.step_s), self.member(event), self.tries(event)
        fresh, hasty = event.subject if tried and member is None else None, _NONE
        if state.newest < 0:  # as often: nothing is known of the address
            count, plain, past = self._alone(state, end, member, fresh)
        else:
            window = self._window(state, end)
            count = self._members(state, end, window, member, asked=True)
            plain, past = self._plain(state, end, count, window, fresh)
            if tried:
                hasty = self._hasty(state, event, self._attempt(event))
        surprise = max(plain, state.haste(end, self.steps)) if state.hasty else plain
        for _, haste in hasty:
            surprise = max(surprise, haste)
        if tried or event.outcome:
            lasts = self.lasting or past is None or not tried  # an entry adds nothing to what is weighed
            self._told = Answer(event, state, count, plain, past, lasts, hasty)
        return surprise

    def _alone(self, state: AddressState, end: int, member: str | None, fresh: str | None) -> Alone:
        """Return the count, its surprise and the past of an address's first event of all, which are always the same."""
        kind = member is not None, fresh is not None
        known = self._firsts.get(kind)
        if known is None:
            known = self._firsts[kind] = int(kind[0]), *self._plain(state, end, int(kind[0]), (), fresh)
        return known

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Merge the event; note how busy the address is and how hasty the attempts are; look at the windows."""
        if not (event.outcome or self.tries(event)):
            return False
        own: AddressState = state  # type: ignore[assignment]  # no isinstance: a call an event
        bucket = int(event.time // self.step_s)
        if event.outcome:
            own.passed(event.time)
            if self._holds(event, own, bucket):
                return False
        known = bucket in own.tallies
        if own.entered:
            self.put_held(own)
        tally = self.tally(own, bucket)
        if event.outcome:
            self._entered(event, own, tally)
            if self.quiet(own) or (known and self._stands(own, bucket)):
                return tally.hot
            return self._look(own, bucket, tally, self._answer(event, own)) or tally.hot
        told, member, before = self._answer(event, own), self.member(event), self._weighed(tally)
        if member is None:
            own.fresh = True
        if own.crowds:
            self.admit(event, own, bucket)
        else:
            self._put(event, tally, member)
        more = self._hurried(event, own, told) or not known or self._weighed(tally) != before
        if not more and self._stands(own, bucket):
            return tally.hot
        return self._look(own, bucket, tally, told) or tally.hot

    def _look(self, state: AddressState, bucket: int, tally: Tally, told: Answer | None) -> bool:
        """As `refresh`; what `score` has just found is not looked for again."""
        if told is None or told.found > CROWDED or state.newest != bucket or state.crowds:
            return self._review(state, bucket, None)
        count, peaks, period = told.found, state.peaks, int(bucket * self.step_s // self.period_s)
        # A single peak of an earlier period is not looked at until there are two.
        lasts = told.lasts and (len(peaks) != 1 or period in peaks) and len(tally.accounts or ()) < MEMBERS_KEPT
        if count > peaks.get(period, 0):
            peaks[period] = count
        if not self._enough(state, bucket, count):
            return False
        if not lasts:
            return self._heat(state, bucket, count)
        surprise = max(told.plain, state.haste(bucket, self.steps))
        if surprise < self.hot_from:
            return False
        return self._accuse(state, bucket, count, told.past or self._past(state, bucket), surprise)

    def _answer(self, event: Event, state: WindowState) -> Answer | None:
        """Return what `score` has just found of the event."""
        told, self._told = self._told, None
        return told if told is not None and told.event is event and told.state is state else None

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        plain, past = self._plain(state, end, int(count), self._window(state, end), None)
        surprise = max(plain, state.haste(end, self.steps)) if isinstance(state, AddressState) else plain
        if surprise < self.hot_from:
            return False
        return self._accuse(state, end, count, past or self._past(state, end), surprise)
