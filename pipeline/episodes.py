"""From hot tallies to alerts: when an episode is surely this episode, when it is sent again, when it closes.

An alert goes out on what is known so far, as soon as nothing that may still come within the lateness bound could change
its id: the id has the idle-hour of event time in which the episode began, and two episodes of one entity are parted by
more than an idle hour, and more than the detector's window. Where a late event could still move the beginning into an
earlier hour, or bridge two episodes, the alert is held until the watermark says no; that is rare (near the hour) and
short. It closes as soon as nothing more can belong to it: mostly one window after its last evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detectors.base import Detector, State
from detectors.nothing import NOTHING
from pipeline.alert_record import Case
from pipeline.certain import over_from, unsure_until
from pipeline.desk import Desk
from pipeline.engine_settings import EngineSettings
from pipeline.keystate import KeyState, OpenAlert
from pipeline.runs import COMPACT_ABOVE, compact, drop, quiet_s, runs
from pipeline.sweep import Held
from pipeline.timers import Timers

NEVER = float("inf")
AGED = 1 / 32  # of its age between versions: a week has hundreds, not 10,000
AGED_MOST_S = 900.0
STILL_MOST = 1024  # entities


class Episodes:
    """Decides, for one (entity, detector), what to send and when to look again. Pure but for what it is given."""

    def __init__(self, settings: EngineSettings, desk: Desk, timers: Timers, held: Held) -> None:
        self._idle, self._update = settings.idle_s, settings.update_s
        self._desk, self.timers, self._held = desk, timers, held
        # By key, then by detector: all said, until an event, or until when. Never stored.
        self._still: dict[str, dict[str, tuple[State, float]]] = {}
        self.slack_s = 0.0  # set by the room before each event: how far beyond the watermark nothing is missing

    def touched(self, detector: Detector[Any], key: str, known: KeyState, time: float, watermark: float) -> None:
        """Look at an entity after an event of time `time` made or changed something hot."""
        name, still = detector.name, self._still.get(key)
        if still and name in still:
            del still[name]
        for opened in known.opened.values():
            if opened.detector == name and opened.sent_at <= time < self._next(opened):
                # Its timer stands, at the end of the update interval at the latest.
                if (due := detector.unsettled(known.states[name])) < NEVER:
                    self.timers.hasten(f"{name} {key}", due)
                return
        self.look(detector, key, known, watermark)

    def stirred(self, names: Iterable[str], key: str) -> None:
        """Note that something else than events may have changed what detectors hold of an entity."""
        still = self._still.get(key)
        if still:
            for name in names:
                still.pop(name, None)

    def look(
        self, detector: Detector[Any], key: str, known: KeyState, watermark: float, *, flush: bool = False,
        end: bool = False
    ) -> None:  # fmt: skip
        """Send what may be sent, close what has ended; `flush` sends what is held, and what changed, at once.

        At the `end` of input what waits for time to pass is judged as it is.

        Where all was said and nothing has changed since, there is nothing to look at but what is over meanwhile.
        """
        state, name = known.states[detector.name], f"{detector.name} {key}"
        still: tuple[State, float] | None = self._still.get(key, NOTHING).get(detector.name)
        same = detector.settle(state, NEVER if end else watermark) is False
        if still is None or not same or flush or still[0] is not state or watermark >= still[1]:
            still = state, self._look(detector, key, known, watermark, flush=flush)
        self._wait(name, min(still[1], detector.unsettled(state)))

    def _look(self, detector: Detector[Any], key: str, known: KeyState, watermark: float, *, flush: bool) -> float:
        """Handle all runs; return when one must be looked at again."""
        state = known.states[detector.name]
        due, before, said = NEVER, float("-inf"), True
        self.stirred((detector.name,), key)
        for run in runs(state, self._gap(detector)):
            again, told = self._one(Case(detector, key, known, run), before, watermark, flush=flush)
            due, before, said = min(due, again), run.last, said and told
        if said and (due < NEVER or detector.unsettled(state) < NEVER):
            if len(self._still) >= STILL_MOST:
                self._still.clear()
            self._still.setdefault(key, {})[detector.name] = state, due
        return due

    def _wait(self, name: str, due: float) -> None:
        if due < NEVER:
            self.timers.set(name, due)
        else:
            self.timers.clear(name)

    def _one(self, case: Case, before: float, watermark: float, *, flush: bool) -> tuple[float, bool]:
        """Handle one run; return when it must be looked at again, and whether all of it is said until then."""
        run, detector = case.run, case.detector
        opened = self._desk.opened(case)
        if opened is None:
            due = NEVER if flush else self._unsure_until(case, before, watermark)
            if due < NEVER:
                return due, False
            opened = self._desk.open(case)
            self._held.alerts += 1
        ends = over_from(case, self._gap(detector), watermark)
        if watermark >= ends:
            self._close(case, opened)
            return NEVER, True
        told = False
        if flush or opened.version == 0 or max(run.last, watermark) >= self._next(opened):
            told = self._desk.send(case, opened)
        if len(run.indexes) > COMPACT_ABOVE:
            compact(case.state, run, self._settled(detector, watermark))
        changed = run.last > opened.sent_at
        return (min(ends, max(self._next(opened), watermark + 1.0)) if changed else ends), told

    def _gap(self, detector: Detector[Any]) -> float:
        return quiet_s(detector, self._idle)

    def _next(self, opened: OpenAlert) -> float:
        """Return when an alert may be sent again: the longer it has gone on, the less a minute adds to it."""
        pause, aged = self._update, AGED * (opened.sent_at - opened.started)
        if aged > AGED_MOST_S:  # noqa: PLR1730  # asked at each event that adds to an alert: `min` takes three times as long
            aged = AGED_MOST_S
        return opened.sent_at + (aged if pause and opened.version and aged > pause else pause)

    def _unsure_until(self, case: Case, before: float, watermark: float) -> float:
        """Return the watermark at which the run's id is sure; NEVER if it is already."""
        until = unsure_until(case, before, self._gap(case.detector), self._idle, watermark + self.slack_s)
        return max(until - self.slack_s, watermark + 1.0)

    def _settled(self, detector: Detector[Any], watermark: float) -> int:
        """Return the index before which tallies lie in no window that may still become hot."""
        settled = watermark - detector.reach_s - self._gap(detector)
        return int(settled // detector.step_s) if settled > float("-inf") else 0

    def _close(self, case: Case, opened: OpenAlert) -> None:
        self._desk.close(case, opened, case.run.last + self._gap(case.detector))
        case.known.close(opened, case.run.last)
        self._held.alerts -= 1
        drop(case.state, case.run)
