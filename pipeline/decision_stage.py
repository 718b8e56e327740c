"""The decisions' bytes: records of `abuse.decisions` in, counts and precision out; only dead letters are sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from weakref import WeakSet, finalize

from pipeline.decisions import DecisionMemory, Decisions, PrecisionGauge
from pipeline.engine import Engine
from pipeline.intake import Intake
from pipeline.meta import load_meta, meta_entry
from pipeline.names import Names
from pipeline.outbox import Outbox
from pipeline.stage import Batch, Record, Send, StateReader
from pipeline.vault import Vault
from schemas import topics
from schemas.event import Decision
from schemas.parse import Refused, parse


class DecisionPartition:
    """One partition of the decisions. `changed` is called after a batch that may have moved precision."""

    def __init__(self, engine: Engine, names: Names, vault: Vault, changed: Callable[[], None]) -> None:
        self._metrics, self._vault, self._changed = engine.metrics, vault, changed
        self._out = Outbox(names.of(topics.ALERTS))
        self.memory = load_meta(vault, DecisionMemory) or DecisionMemory()
        self._decisions = Decisions([detector.name for detector in engine.routes.all], self.memory)
        self._intake = Intake(names.of(topics.DEADLETTERS), engine.settings, engine.metrics)
        self._dirty = 0

    def process(self, batch: Batch) -> Sequence[Send]:
        """Take a batch of decisions; see `PartitionStage`."""
        for record in batch.records:
            self._record((batch.topic, batch.partition), record)
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
        self._intake.good()
        if isinstance(found, Decision):
            self._dirty += self._decisions.take(found)
        else:
            self._decisions.seen("other", "skipped_unknown_type")

    def idle(self) -> Sequence[Send]:
        """Nothing is held."""
        return ()

    def wake(self) -> Sequence[Send]:
        """Nobody waits for this partition."""
        return ()

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
        part = DecisionPartition(self._engine, self._names, vault, self._precision)
        self._open.add(part)
        self._precision()
        # A carrier lets a partition go by dropping it; what it knew must then leave the gauge.
        finalize(part, self._precision).atexit = False
        return part

    def _precision(self) -> None:
        self._gauge.show(part.memory for part in self._open)
