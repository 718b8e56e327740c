"""The engine and its rooms with a witness in them. What they do is what they do without one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detectors.surprise import to_score
from pipeline.alert_record import Case
from pipeline.config import Config
from pipeline.config.build import detectors as build
from pipeline.config.build import engine_settings
from pipeline.desk import Desk
from pipeline.engine import Engine
from pipeline.episodes import Episodes
from pipeline.keyed import Keyed, SignalSink
from pipeline.keystate import OpenAlert
from pipeline.local import LocalPipeline
from pipeline.metrics_spec import Metrics
from pipeline.sampler import AuditSettings
from pipeline.statecache import StateCache
from pipeline.stopwatch import Timings
from pipeline.why.episode import ENDED
from pipeline.why.watched_keyed import WatchedKeyed
from pipeline.why.witness import Witness
from schemas.alert import Alert
from schemas.event import Decision, Event
from schemas.finding import Finding
from schemas.parse import Refused, Unknown


class WatchedDesk(Desk):
    """Tells the witness of every episode that is looked at, and who silences it."""

    witness: Witness

    def send(self, case: Case, opened: OpenAlert) -> bool:
        """As in the base."""
        self._look(case, opened, case.run.last)
        return super().send(case, opened)

    def close(self, case: Case, opened: OpenAlert, at: float) -> None:
        """As in the base."""
        self._look(case, opened, at)
        super().close(case, opened, at)

    def _look(self, case: Case, opened: OpenAlert, at: float) -> None:
        score = to_score(case.run.sum.surprise)
        silenced = self._controls.silenced(case.detector.name, case.accused, at, score)
        self.witness.looked(case, opened.alert_id, score, silenced)


class WatchedEngine(Engine):
    """An engine whose rooms tell a witness. Raises ConfigError."""

    def __init__(self, config: Config, metrics: Metrics, witness: Witness) -> None:
        built, modes = build(config)
        audit = AuditSettings(**config.audit.model_dump())
        super().__init__(built, modes, engine_settings(config), metrics, audit=audit)
        self.witness, self._reads = witness, self.read
        self.read = self._read

    def _read(self, value: bytes | None) -> Event | Decision | Refused | Unknown:
        found = self._reads(value)
        if isinstance(found, Refused):
            self.witness.passed_over(value or b"", f"dead-lettered, {found.reason}: {found.detail}")
        elif isinstance(found, Unknown):
            self.witness.passed_over(value or b"", f"skipped, {found.type} is no type of event that is known")
        return found

    def _desk(self, emit: Callable[[Finding], None]) -> Desk:
        def found(finding: Finding) -> None:
            self.witness.found(finding)
            emit(finding)

        desk = WatchedDesk(self.settings, self.modes, self.controls, self.metrics, found)
        desk.witness = self.witness
        return desk

    def _shown(self, cache: StateCache, episodes: Episodes, sink: SignalSink | None) -> Keyed:
        keyed = WatchedKeyed(self.routes.all, cache, episodes, self._quarantine, Timings(self._stopwatch))
        keyed.witness = self.witness
        return keyed


class WatchedPipeline(LocalPipeline):
    """Tells the witness what is read, what waits for reviewers' minutes, and what is sent."""

    def __init__(self, engine: Engine, emit: Callable[[Alert], None], sink: SignalSink | None, *,
                 witness: Witness) -> None:  # fmt: skip
        self._witness, self._ended = witness, False

        def sent(alert: Alert) -> None:
            witness.emitted(alert, ENDED if self._ended else self.campaigns.memory.now)
            emit(alert)

        super().__init__(engine, sent, sink)

    def take_all(self, events: Sequence[Event]) -> None:
        """As in the base, but that what is asked about is taken by itself: what is said is the same."""
        done = 0
        for number, event in enumerate(events):
            if self._witness.wants(event):
                super().take_all(events[done:number])
                room = self.rooms.content if event.type.startswith("content.") else self.rooms.account
                self._witness.read(event, repeated=room.knows(event))
                super().take_all((event,))
                done = number + 1
        super().take_all(events[done:])

    def found(self, finding: Finding) -> None:
        """As in the base."""
        super().found(finding)
        for name in self.campaigns.budget.purse.waiting:
            self._witness.waits(name, finding.last)

    def flush(self) -> None:
        """As in the base."""
        self._ended = True
        super().flush()
