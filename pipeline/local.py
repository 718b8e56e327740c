"""The whole pipeline in one process, file in and alerts out: the same rooms as live, without Kafka between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from detectors.base import Detector, Signal
from pipeline.campaigns.room import CampaignRoom
from pipeline.clock import EARLY_S, SourceClock
from pipeline.decisions import DecisionMemory, Decisions, PrecisionGauge, Upheld
from pipeline.engine import Engine
from pipeline.keyed import Keyed, SignalSink
from pipeline.sampler import POSTED, Sampler
from pipeline.site_room import site_room
from pipeline.store.entries import engine_key
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from pipeline.subjects import Subjects
from pipeline.sweep import Held
from schemas.alert import Alert
from schemas.event import EARLY, Decision, Event
from schemas.finding import Finding

ROOMS = ("account", "content", "observations", "rates")  # as the live stages are called
TRIM_EVERY = 4096  # events


class LocalPipeline:
    """Takes events and decisions in order of arrival; `emit` gets every version of every alert."""

    def __init__(self, engine: Engine, emit: Callable[[Alert], None], sink: SignalSink | None = None) -> None:
        self.engine = engine
        self._store = MemoryBackend()
        self._clock = SourceClock(engine.settings.lateness_s)
        self._emit, self._sampler = emit, engine.sampler
        self.campaigns = CampaignRoom(engine.settings, engine.metrics, emit, ledger=engine.ledger())
        self._rooms = [self._room(number, sink) for number in range(len(ROOMS))]
        account, content, self._entities, self._site = self._rooms
        self._account = Subjects(engine.routes, account, self._clock)
        self._content = Subjects(engine.routes, content, self._clock)
        vault = engine.vault(PartitionReader(self._store, 3), "rates")
        self._whole = site_room(engine, self._site, vault)
        self._taken = 0
        self._decisions = Decisions([detector.name for detector in engine.routes.all], DecisionMemory())

    def _room(self, number: int, sink: SignalSink | None) -> Keyed:
        vault = self.engine.vault(PartitionReader(self._store, number), ROOMS[number])
        return self.engine.keyed(vault, self._found, {}, Held(), of_events(sink))

    def _found(self, finding: Finding) -> None:
        if finding.at_once:
            self._emit(finding.alert)
        self.campaigns.take(finding)

    def prepare(self, events: Iterable[Event]) -> None:
        """Read the texts of some events that are to be taken next, which is quicker than one by one."""
        self._content.prepare(events)

    def take(self, event: Event) -> None:
        """Take one event through every room."""
        self._taken += 1
        if self._taken % TRIM_EVERY == 0:
            self._trim()
        room = self._content if event.type.startswith("content.") else self._account
        if not room.take(event):
            return
        if self._sampler is not None and event.type == POSTED:
            self._sample(self._sampler, event)
        clock, routes = self._clock, self.engine.routes
        watermark = clock.watermark
        if event.time < clock.began + EARLY_S:
            event.novel |= EARLY
        self._entities.episodes.slack_s = self._site.episodes.slack_s = room.keyed.episodes.slack_s
        for key, detectors in routes.rows(event).items():
            self._entities.take(detectors, key, event, watermark)
        self._whole.take(event, watermark)
        if self.campaigns.due <= watermark:
            self.campaigns.let_in(watermark)
        for keyed in (self._entities, self._site):
            if keyed.episodes.timers.next <= watermark:
                keyed.due(watermark)

    def _sample(self, sampler: Sampler, event: Event) -> None:
        alert = sampler.of(event)
        if alert is not None:
            self._emit(alert)

    def decide(self, decision: Decision) -> None:
        """Take one verdict; one that came before is passed over."""
        if self._decisions.take(decision):
            self._whole.verdict(decision, self._clock.watermark)
            self.campaigns.hear(decision)

    def upheld(self) -> dict[str, Upheld]:
        """Return how many alerts of each judged detector were upheld."""
        return self._decisions.memory.upheld

    def flush(self) -> None:
        """End of input: send what timers still hold."""
        self._whole.judge(float("inf"), self._clock.watermark)
        for keyed in self._rooms:
            keyed.flush(self._clock.watermark)
        self.campaigns.flush()
        self.campaigns.end()
        self._account.report(self.engine.metrics, 0)
        self._content.report(self.engine.metrics, 0)
        self._entities.report(self.engine.metrics, 0)
        self._site.report(self.engine.metrics, 0)
        self._decisions.report(self.engine.metrics)
        PrecisionGauge(self.engine.metrics).show([self._decisions.memory])

    def _trim(self) -> None:
        self.campaigns.at(self._clock.watermark)
        self.campaigns.stored()  # nothing is checkpointed here
        for number, keyed in enumerate(self._rooms):
            keyed.cache.at(self._clock.watermark)
            keyed.cache.trim()
            self._keep(number, keyed)

    def evict(self) -> None:
        """Forget expired entities; call now and then."""
        for number, keyed in enumerate(self._rooms):
            keyed.cache.sweep(keyed.wanted())
            self._keep(number, keyed)

    def _keep(self, number: int, keyed: Keyed) -> None:
        self._store.write(number, ((engine_key(key), value) for key, value in keyed.cache.flush_cold()), 0)


def of_events(sink: SignalSink | None) -> SignalSink | None:
    """Leave out the signals about sums: they are about no event."""
    if sink is None:
        return None

    def only(event: Event, detector: Detector[Any], signal: Signal) -> None:
        if event.sums is None:
            sink(event, detector, signal)

    return only
