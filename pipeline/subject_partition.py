"""One partition of an event topic: records in; alerts, dead letters and packets for the next rooms out."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from pipeline.campaigns.packer import FindingPacker
from pipeline.clock import SourceClock
from pipeline.engine import Engine
from pipeline.intake import Intake
from pipeline.meta import SubjectMeta, load_meta, meta_entry
from pipeline.names import Names
from pipeline.outbox import Outbox
from pipeline.packing import Packer
from pipeline.sampler import POSTED, Sampler
from pipeline.stage import Batch, Record, Send
from pipeline.subject_texts import AHEAD
from pipeline.subjects import Subjects
from pipeline.vault import Vault
from schemas import topics
from schemas.event import Decision, Event
from schemas.parse import Refused, Unknown, type_of
from schemas.values import EVENT_TYPES


class SubjectPartition:
    """One partition of an event topic."""

    def __init__(self, engine: Engine, names: Names, partition: int, vault: Vault,
                 packers: tuple[Packer, Packer], findings: FindingPacker) -> None:  # fmt: skip
        self._engine, self._vault, self._partition = engine, vault, partition
        self._out = Outbox(names.of(topics.ALERTS), findings)
        self._meta = load_meta(vault, SubjectMeta) or SubjectMeta(SourceClock(engine.settings.lateness_s))
        self._keyed = engine.keyed(vault, self._out.found, self._meta.timers, self._meta.held)
        self._subjects = Subjects(engine.routes, self._keyed, self._meta.clock)
        self._intake = Intake(names.of(topics.DEADLETTERS), engine.settings, engine.metrics, engine.once)
        self._rows, self._site = packers
        self._findings = findings
        self._idle, self._ended, self._sampler = False, False, engine.sampler
        self._newest = 0.0  # event time in the batch in hand

    def process(self, batch: Batch) -> Sequence[Send]:
        """Take a batch of events; see `PartitionStage`."""
        source = (batch.topic, batch.partition)
        self._newest = 0.0
        for start in range(0, len(batch.records), AHEAD):
            coming = [(record, self._engine.read(record.value)) for record in batch.records[start : start + AHEAD]]
            self._subjects.texts.prepare([found for _, found in coming if isinstance(found, Event)])
            for record, found in coming:
                self._out.offset = record.offset
                self._record(source, record, found)
        self._idle = False
        clock, self._meta.rollup.upto = self._meta.clock, batch.end
        for packer in (self._rows, self._site):
            self._out.extend(packer.flush(source, batch.end, clock.watermark, clock.slack_s, clock.began))
        self._out.extend(self._findings.flush(batch.end, clock.watermark))
        self._report(batch)
        self._keyed.cache.trim()
        return self._out.take()

    def _report(self, batch: Batch) -> None:
        metrics = self._engine.metrics
        self._subjects.report(metrics, self._partition)
        self._intake.report()
        if self._newest and batch.records[-1].timestamp_ms > 0:
            # The broker's time of the last record stands for now: the engine has no clock, and lag is its own metric.
            delay = batch.records[-1].timestamp_ms / 1000 - self._newest
            metrics.observe("abusewatch_event_delay_seconds", max(0.0, delay), topic=batch.topic)

    def _record(self, source: tuple[str, int], record: Record, found: Event | Decision | Refused | Unknown) -> None:
        if isinstance(found, Event):
            self._intake.good()
            self._newest = max(self._newest, found.time)
            self._event(record.offset, found)
        elif isinstance(found, Refused):
            self._subjects.skipped("dead_lettered")
            self._out.send(self._intake.refuse(source, record, found))
        elif isinstance(found, Unknown | Decision):
            self._intake.skip(source, record, type_of(found), EVENT_TYPES)
            self._subjects.skipped("skipped_unknown_type")

    def _event(self, offset: int, event: Event) -> None:
        if not self._subjects.take(event):
            return
        if self._sampler is not None and event.type == POSTED:
            self._sample(self._sampler, event)
        event.text = None  # content goes no further
        routes = self._engine.routes
        for key in routes.rows(event):
            self._rows.add(key, offset, event)
        if routes.for_site(event):
            self._site.add("site:*", offset, event)
        if event.type in routes.summed:
            rollup, watermark = self._meta.rollup, self._meta.clock.watermark
            rollup.add(event)
            if watermark >= rollup.due:
                self._sums(offset, watermark)

    def _sample(self, sampler: Sampler, event: Event) -> None:
        alert = sampler.of(event)
        if alert is not None:  # it is joined to nothing, so no room need know of it
            self._out.alert(alert)

    def _sums(self, offset: int, watermark: float) -> None:
        """Send the sums that are over, as of the event at `offset`."""
        for row in self._meta.rollup.over(watermark):
            self._site.add("site:*", offset, row)

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        """Release what is held; tell the next rooms not to wait for this partition."""
        if not self._idle or (end and not self._ended):
            self._keyed.flush(self._meta.clock.watermark, end=end)
            self._sums(self._meta.rollup.upto, inf)  # nobody knows when the next event comes
            for packer in (self._rows, self._site):
                self._out.extend(packer.quiet(self._partition, self._meta.rollup.upto))
            self._out.extend(self._findings.held(None))
            self._idle, self._ended = True, end
        return self._out.take()

    def wake(self) -> Sequence[Send]:
        """Tell the next rooms to wait for this partition after all."""
        for packer in (self._rows, self._site):
            self._out.extend(packer.awake(self._partition, self._meta.clock.watermark))
        self._out.extend(self._findings.awake(self._meta.clock.watermark))
        self._idle = False
        return self._out.take()

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        """Return what changed, and the room's own memory."""
        self._keyed.cache.sweep(self._keyed.wanted())
        self._meta.timers = self._keyed.episodes.timers.saved()
        return [*self._keyed.cache.flush(), meta_entry(self._vault, self._meta)]

    def dirty(self) -> int:
        """Return how many entities changed."""
        return self._keyed.cache.dirty()
