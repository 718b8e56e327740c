"""The second room's bytes: packets in, alerts out. Serves `abuse.observations` and `abuse.rates` alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.campaigns.packer import FindingPacker
from pipeline.engine import Engine
from pipeline.entities import Entities
from pipeline.intake import Intake
from pipeline.learning import Learning
from pipeline.meta import EntityMeta, load_meta, meta_entry
from pipeline.names import Names
from pipeline.outbox import Outbox
from pipeline.reporters import Reporters
from pipeline.stage import Batch, Record, Send, StateReader
from pipeline.usual import Usual
from pipeline.vault import Vault
from pipeline.waiting import Waiting
from schemas import topics
from schemas.observation import Packet, decode_packet


class EntityPartition:
    """One partition of an internal topic. `expected` are the source partitions whose progress counts.

    `whole`: whether it is the room of the site; `learns`: whether models and records learn there from verdicts.
    """

    def __init__(self, engine: Engine, names: Names, partition: int, vault: Vault, expected: frozenset[str],
                 findings: FindingPacker, *, learns: bool = False, whole: bool = False) -> None:  # fmt: skip
        self._engine, self._vault, self._partition, self._expected = engine, vault, partition, expected
        self._out = Outbox(names.of(topics.ALERTS), findings)
        self._meta = load_meta(vault, EntityMeta) or EntityMeta()
        self._keyed = engine.keyed(vault, self._out.found, self._meta.timers, self._meta.held)
        self._keyed.cache.at(self._meta.clock.watermark)
        self._learning = (
            Learning(engine.routes.all, self._keyed, vault, engine.metrics, engine.sampler) if learns else None
        )
        apart_s = engine.settings.apart_s
        self._reporters = Reporters(engine.routes, self._keyed, vault, engine.metrics, apart_s) if learns else None
        ages = self._reporters.ages if self._reporters is not None else None
        by_site = whole and engine.routes.by_site
        self._usual = Usual(engine.routes, self._keyed, vault, apart_s, ages) if by_site else None
        self._room = Entities(engine.routes, self._keyed, self._learning, self._reporters, self._usual)
        self._waiting = Waiting(vault, apart_s)
        self._waiting.restore(self._meta.waiting)
        self._intake = Intake(names.of(topics.DEADLETTERS), engine.settings, engine.metrics, engine.once)
        self._findings, self._idle, self._ended = findings, False, False
        self._taken = [0, 0]  # rows received, and those of them taken before

    def process(self, batch: Batch) -> Sequence[Send]:
        """Take a batch of packets; see `PartitionStage`."""
        for record in batch.records:
            self._out.offset = record.offset
            self._packet(batch, record)
            self._proceed()  # after each one, so that how records are cut into batches decides nothing
        self._idle = False
        self._out.extend(self._findings.flush(batch.end, self._meta.clock.watermark))
        self._report(batch.topic)
        self._keyed.cache.trim()
        return self._out.take()

    def _report(self, topic: str) -> None:
        metrics, (received, before) = self._engine.metrics, self._taken
        metrics.count("abusewatch_observations_received_total", received, topic=topic)
        metrics.count("abusewatch_observations_duplicate_total", before, topic=topic)
        self._taken = [0, 0]
        self._intake.report()
        self._keyed.report(metrics, self._partition)

    def _packet(self, batch: Batch, record: Record) -> None:
        packet = self._intake.packet(decode_packet, batch, record)
        if isinstance(packet, Send):
            self._out.send(packet)
            return
        source = f"{packet.topic}/{packet.partition}"
        self._rows(source, packet)
        if packet.last:
            self._meta.clock.see(source, packet.watermark, packet.slack_s, packet.began)

    def _rows(self, source: str, packet: Packet) -> None:
        wanted = self._meta.origins.get(source, 0)
        fresh = [row for row in packet.rows if row.offset >= wanted]
        for row in fresh:
            if not self._waiting.push(source, row):
                self._room.take(row, self._meta.clock.watermark)
        self._meta.origins[source] = max(wanted, packet.upto)
        self._taken[0] += len(fresh)
        self._taken[1] += len(packet.rows) - len(fresh)

    def _proceed(self) -> None:
        clock = self._meta.clock
        watermark = clock.advance(self._expected)
        self._keyed.episodes.slack_s, self._room.early_until = clock.slack_s, clock.early_until
        for row in self._waiting.release(watermark):
            # Rows still to come in this loop are not older than this one: time is no further than here. After a silence
            # of weeks, what went before it is not as old yet as the watermark makes it.
            now = min(watermark, row.event.time)
            self._keyed.cache.at(now)
            self._room.take(row, now)
        self._keyed.cache.at(watermark)
        self._keyed.due(watermark)

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        """Release what is held; at the end only where every source is quiet: another worker may lag."""
        end = end and self._meta.clock.is_quiet(self._expected)
        if not self._idle or (end and not self._ended):
            self._keyed.flush(self._meta.clock.watermark, end=end)
            self._out.extend(self._findings.held(self._meta.clock.watermark))
            self._idle, self._ended = True, end
        return self._out.take()

    def wake(self) -> Sequence[Send]:
        """Nobody waits for this partition: what it says of time is what its sources said, also when they are quiet."""
        return ()

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        """Return what changed, rows that wait, and the room's own memory."""
        self._keyed.cache.sweep(self._keyed.wanted())
        entries = self._waiting.flush()
        self._meta.timers = self._keyed.episodes.timers.saved()
        self._meta.waiting = self._waiting.saved()
        for part in (self._learning, self._reporters, self._usual):
            entries += part.flush() if part is not None else []
        return [*self._keyed.cache.flush(), *entries, meta_entry(self._vault, self._meta)]

    def dirty(self) -> int:
        """Return how many entities changed."""
        return self._keyed.cache.dirty()


class EntityStage:
    """The rooms over one internal topic."""

    def __init__(self, engine: Engine, names: Names, topic: topics.Topic) -> None:
        self.name = topic.name.rpartition(".")[2]  # observations, rates
        self.topics: tuple[str, ...] = (names.of(topic),)
        self._engine, self._names = engine, names
        self._learns = topic is topics.RATES and engine.routes.takes_verdicts()

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> EntityPartition:
        """See `Stage`."""
        verdicts = (topics.DECISIONS,) if self._learns else ()
        sources = [self._names.of(topic) for topic in (topics.ACCOUNT_EVENTS, topics.CONTENT_EVENTS, *verdicts)]
        expected = frozenset(f"{topic}/{number}" for topic in sources for number in range(partitions[topic]))
        vault = self._engine.vault(state, self.name)
        findings = FindingPacker(self._names.of(topics.FINDINGS), self.topics[0], partition)
        return EntityPartition(self._engine, self._names, partition, vault, expected, findings,
                               learns=self._learns, whole=self.name == "rates")  # fmt: skip
