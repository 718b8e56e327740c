"""An address of which everything is refused: base of the detectors for logs that say what became of a request."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import field

from detectors.base import Signal
from detectors.settled_window import OverWindow, SettledState
from detectors.steps import HOUR_S, fold_over, folded
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

MEMORY = 0.97  # of an hour in which something was taken
KNOWN = 20.0  # taken in earlier hours, from which on an address is somebody's who has business here


class RefusalState(SettledState, array_like=True):
    """Adds what was taken by hour, and the decayed sum of older hours.

    `passed`: while nothing is in tallies, by bucket how many were taken, and the first and last time.
    """

    taken: dict[int, float] = field(default_factory=dict)
    known: float = 0.0
    passed: dict[int, tuple[int, float, float]] = field(default_factory=dict)

    def before(self, hour: int) -> float:
        """Return what was taken in the hours that surely ended before `hour`, the older the less."""
        return folded(self.known, self.taken, hour - 1, _folded)

    def let_pass(self, bucket: int, time: float) -> None:
        """Count what was taken where nothing speaks for an alert: a tally is made once something does."""
        passed = self.passed  # plain look-ups and comparisons: `get`, `min` and `max` take three times as long
        if bucket not in passed:
            passed[bucket] = 1, time, time
            if bucket > self.newest:  # noqa: PLR1730
                self.newest = bucket
        else:
            number, first, last = passed[bucket]
            passed[bucket] = number + 1, time if time < first else first, time if time > last else last


class Refusals(OverWindow):
    """Refused events at one address in a sliding window, against those taken and against the address's own past.

    `alone`: how often an honest event is refused where nothing was taken in the window; `beside`: where something was,
    or much in earlier hours (a partner's relay at night sends next to nothing but what bounces).
    That something was taken speaks against an alert, so a window is judged once it is over.
    """

    state_type = RefusalState
    counts: ClassVar[Literal["members", "events", "total"]] = "events"
    alone: ClassVar[float]
    beside: ClassVar[float]

    def refused(self, event: Event) -> bool | None:
        """Tell whether the event was refused; None where it is none of this detector's."""
        raise NotImplementedError

    def member(self, event: Event) -> str | None:
        """Count what was refused."""
        return event.subject if self.refused(event) else None

    def remembers(self, event: Event) -> bool:
        """Note what was taken as well."""
        return self.refused(event) is not None

    def note(self, event: Event, tally: Tally) -> None:
        """Count what was taken."""
        if self.refused(event) is False:
            tally.add("taken")

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep what was taken by hour."""
        own: RefusalState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        refused = self.refused(event)
        if refused is False:
            self._note_taken(event, own)
            if not own.tallies:  # as at most addresses: nothing was refused
                own.let_pass(int(event.time // self.step_s), event.time)
                return False
        elif refused and own.passed:
            self._tallied(own)
        return super().learn(event, state, signal)

    def _note_taken(self, event: Event, state: RefusalState) -> None:
        """Remember something that was taken."""
        taken, hour = state.taken, int(event.time // HOUR_S)
        taken[hour] = (taken[hour] if hour in taken else 0.0) + 1

    def _tallied(self, state: RefusalState) -> None:
        for bucket, (number, first, last) in state.passed.items():
            state.tallies[bucket] = Tally(first=first, last=last, extra={"taken": float(number)})
        state.passed = {}

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        taken = sum((tally.extra or {}).get("taken", 0.0) for tally in self._window(state, end))
        hour = int(end * self.step_s // HOUR_S)
        known = isinstance(state, RefusalState) and state.before(hour) >= KNOWN
        share = self.beside if taken or known else self.alone
        return min(binomial(int(count + taken), int(count), share), gamma_poisson(count - 1, *past))

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the hours that are over."""
        own: RefusalState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        if own.tallies or own.peaks or own.waiting:  # at most addresses nothing was refused
            super().prune(state, watermark)
        if own.taken:
            own.known = fold_over(own.known, own.taken, watermark, _folded)
        oldest = self._oldest(watermark)
        if own.passed and min(own.passed) < oldest:
            own.passed = {bucket: passed for bucket, passed in own.passed.items() if bucket >= oldest}


def _folded(known: float, taken: float) -> float:
    """Return what is remembered after one more hour."""
    return MEMORY * known + taken
