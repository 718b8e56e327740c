"""The decisions' bytes: records of `abuse.decisions` in, counts out; verdicts go on to rooms that learn from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from weakref import WeakSet, finalize

from pipeline.campaigns.packer import FindingPacker
from pipeline.decisions import DecisionMemory, Decisions, judges_alert
from pipeline.engine import Engine
from pipeline.intake import Intake
from pipeline.meta import load_meta, meta_entry
from pipeline.names import Names
from pipeline.outbox import Outbox
from pipeline.packing import Packer
from pipeline.precision_gauge import PrecisionGauge
from pipeline.stage import Batch, Record, Send, StateReader
from pipeline.vault import Vault
from schemas import topics
from schemas.event import Decision, Event
from schemas.parse import Refused, parse, type_of
from schemas.values import DECISION_TYPE


class DecisionPartition:
    """One partition of the decisions. `changed` is called after a batch that may have moved precision.

    `findings`: packs the verdicts on alerts for the campaign room. `site`: packs all for the site's room, where models
    learn from them; None where nothing does.
    """

    def __init__(self, engine: Engine, names: Names, partition: int, vault: Vault, changed: Callable[[], None],
                 findings: FindingPacker, site: Packer | None = None) -> None:  # fmt: skip
        self._metrics, self._vault, self._changed = engine.metrics, vault, changed
        self._out, self._findings = Outbox(names.of(topics.ALERTS)), findings
        self.memory = load_meta(vault, DecisionMemory) or DecisionMemory()
        self._decisions = Decisions([detector.name for detector in engine.routes.all], self.memory)
        self._intake = Intake(names.of(topics.DEADLETTERS), engine.settings, engine.metrics, engine.once)
        self._dirty = 0
        self._partition, self._site, self._lateness_s = partition, site, engine.settings.lateness_s
        self._idle = False

    def process(self, batch: Batch) -> Sequence[Send]:
        """Take a batch of decisions; see `PartitionStage`."""
        for record in batch.records:
            self._record((batch.topic, batch.partition), record)
        self._idle = False
        if self._site is not None:  # verdicts raise no alert, so nobody need wait for a late one to be sure of an id
            source, slack_s = (batch.topic, batch.partition), self._lateness_s
            self._out.extend(self._site.flush(source, batch.end, self._mark(), slack_s))
        self._out.extend(self._findings.flush(batch.end, self._mark()))
        self._decisions.report(self._metrics)
        self._intake.report()
        self._changed()
        return self._out.take()

    def _record(self, source: tuple[str, int], record: Record) -> None:
        found = parse(record.value)
        if isinstance(found, Refused):
            self._decisions.seen("other", "dead_lettered")
            self._out.send(self._intake.refuse(source, record, found))
            return
        if isinstance(found, Decision):
            self._intake.good()
            self._decision(record.offset, found)
        else:
            self._intake.skip(source, record, type_of(found), (DECISION_TYPE,))
            self._decisions.seen("other", "skipped_unknown_type")

    def _decision(self, offset: int, decision: Decision) -> None:
        fresh = self._decisions.take(decision)
        self._dirty += fresh
        if fresh and judges_alert(decision):
            self._findings.add_verdict(offset, decision)
        if fresh and self._site is not None:
            about = Event(DECISION_TYPE, decision.id, decision.subject, decision.time)
            self._site.add("site:*", offset, about, decision)

    def _mark(self) -> float:
        return self.memory.clock.watermark - self._lateness_s

    def idle(self, *, end: bool = False) -> Sequence[Send]:  # nothing waits here
        """Tell the next rooms not to wait for this partition."""
        if self._idle:
            return ()
        self._idle = True
        site = () if self._site is None else self._site.quiet(self._partition)
        return [*site, *self._findings.held(None)]

    def wake(self) -> Sequence[Send]:
        """Tell them to wait for this partition after all."""
        self._idle = False
        site = () if self._site is None else self._site.awake(self._partition, self._mark())
        return [*site, *self._findings.awake(self._mark())]

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        """Return the memory, if it has changed."""
        entries = [meta_entry(self._vault, self.memory)] if self._dirty else []
        self._dirty = 0
        return entries

    def dirty(self) -> int:
        """Return how many entries wait: the memory is one."""
        return min(self._dirty, 1)


class DecisionStage:
    """The room over the decisions, keyed by subject. Precision is that of all partitions this worker has open."""

    def __init__(self, engine: Engine, names: Names) -> None:
        self.name = "decisions"
        self.topics: tuple[str, ...] = (names.of(topics.DECISIONS),)
        self._engine, self._names, self._gauge = engine, names, PrecisionGauge(engine.metrics)
        self._open: WeakSet[DecisionPartition] = WeakSet()

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> DecisionPartition:
        """See `Stage`."""
        vault = self._engine.vault(state, self.name)
        findings = FindingPacker(self._names.of(topics.FINDINGS), self.topics[0], partition)
        part = DecisionPartition(
            self._engine, self._names, partition, vault, self._precision, findings, self._packer(partitions)
        )
        self._open.add(part)
        self._precision()
        # A carrier lets a partition go by dropping it; what it knew must then leave the gauge.
        finalize(part, self._precision).atexit = False
        return part

    def _packer(self, partitions: Mapping[str, int]) -> Packer | None:
        if not self._engine.routes.takes_verdicts():
            return None
        site = self._names.of(topics.RATES)
        return Packer(site, partitions[site], self.topics[0], self._engine.metrics)

    def _precision(self) -> None:
        self._gauge.show(part.memory for part in self._open)
