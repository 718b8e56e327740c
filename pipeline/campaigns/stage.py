"""The campaign room's bytes: packets of findings and verdicts in, alerts out. One partition sees the whole site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pipeline.campaigns.case import Case
from pipeline.campaigns.room import CampaignRoom
from pipeline.engine import Engine
from pipeline.intake import Intake
from pipeline.meta import CampaignMeta, load_meta, meta_entry
from pipeline.names import Names
from pipeline.outbox import Outbox
from pipeline.stage import Batch, Record, Send, StateReader
from pipeline.vault import Vault
from schemas import topics
from schemas.finding import Finding, FindingPacket, decode_findings

_decode = msgspec.msgpack.Decoder(Finding).decode
_case = msgspec.msgpack.Decoder(Case).decode
_CASE, _FINDING = b"\x00case/", b"\x00finding/"


class CampaignPartition:
    """One partition of `abuse.findings`. `expected` are the source partitions whose progress counts."""

    def __init__(self, engine: Engine, names: Names, vault: Vault, expected: frozenset[str]) -> None:
        self._vault, self._expected = vault, expected
        self._out = Outbox(names.of(topics.ALERTS))
        self._meta = load_meta(vault, CampaignMeta) or CampaignMeta()
        stored = [found for _, found in vault.under(_FINDING, _decode)]
        cases = {name[len(_CASE) :].decode(): case for name, case in vault.under(_CASE, _case)}
        self._room = CampaignRoom(engine.settings, engine.metrics, self._out.alert, self._meta.room,
                                  stored, engine.ledger(cases))  # fmt: skip
        self._intake = Intake(names.of(topics.DEADLETTERS), engine.settings, engine.metrics, engine.once)

    def process(self, batch: Batch) -> Sequence[Send]:
        """Take a batch of packets; see `PartitionStage`."""
        for record in batch.records:
            self._packet(batch, record)
        self._intake.report()
        return self._out.take()

    def _packet(self, batch: Batch, record: Record) -> None:
        packet = self._intake.packet(decode_findings, batch, record)
        if isinstance(packet, Send):
            self._out.send(packet)
            return
        source = f"{packet.topic}/{packet.partition}"
        self._rows(source, packet)
        if packet.last:
            self._meta.clock.see(source, packet.watermark)
        self._room.at(self._meta.clock.advance(self._expected))

    def _rows(self, source: str, packet: FindingPacket) -> None:
        wanted = self._meta.origins.get(source, 0)
        for row in packet.rows:
            if packet.idle or row.offset >= wanted:
                self._room.take(row.finding)
        for verdict in packet.verdicts:
            if verdict.offset >= wanted:
                self._room.hear(verdict.decision)
        self._meta.origins[source] = max(wanted, packet.upto)

    def idle(self, *, end: bool = False) -> Sequence[Send]:
        """Say what waits for its update interval; let in what waits, once every source is quiet."""
        self._room.flush(end=self._meta.clock.is_quiet(self._expected))
        return self._out.take()

    def wake(self) -> Sequence[Send]:
        """Nobody waits for this partition."""
        return ()

    def checkpoint(self) -> Sequence[tuple[bytes, bytes | None]]:
        """Return the findings and cases that changed, and the room's own memory."""
        ledger = self._room.ledger
        entries = [self._entry(name) for name in sorted(self._room.changed)]
        entries += [self._stored(_CASE + name.encode(), ledger.cases.get(name)) for name in sorted(ledger.changed)]
        self._room.stored()
        self._meta.room = self._room.saved()
        return [*entries, meta_entry(self._vault, self._meta)]

    def _entry(self, alert: str) -> tuple[bytes, bytes | None]:
        found = self._room.board.found.get(alert) or self._room.gate.waiting.get(alert)
        return self._stored(_name(alert), found)

    def _stored(self, name: bytes, value: Finding | Case | None) -> tuple[bytes, bytes | None]:
        return (name, None) if value is None else self._vault.sign(name, msgspec.msgpack.encode(value))

    def dirty(self) -> int:
        """Return how many findings and cases changed."""
        return len(self._room.changed) + len(self._room.ledger.changed)


def _name(alert: str) -> bytes:
    return _FINDING + alert.encode()


class CampaignStage:
    """The room over `abuse.findings`."""

    def __init__(self, engine: Engine, names: Names) -> None:
        self.name = "campaigns"
        self.topics: tuple[str, ...] = (names.of(topics.FINDINGS),)
        self._engine, self._names = engine, names

    def open(self, partition: int, state: StateReader, partitions: Mapping[str, int]) -> CampaignPartition:
        """See `Stage`."""
        inputs = (topics.ACCOUNT_EVENTS, topics.CONTENT_EVENTS, topics.OBSERVATIONS, topics.RATES, topics.DECISIONS)
        names = [self._names.of(topic) for topic in inputs]
        expected = frozenset(f"{name}/{number}" for name in names for number in range(partitions[name]))
        return CampaignPartition(self._engine, self._names, self._engine.vault(state, self.name), expected)
