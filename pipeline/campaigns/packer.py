"""Findings and verdicts on their way to the campaign room: one message for each source batch that has any to tell."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stage import Send
from schemas.event import Decision
from schemas.finding import Finding, FindingPacket, FindingRow, VerdictRow, encode

ROWS_MOST = 50  # at 13 KB at most: a packet stays well under Kafka's default limit of 1 MB
VERDICTS_MOST = 50  # at 16 KB at most
MARK_EVERY_S = 60.0  # of event time: only forgetting waits for the watermark
_NEVER = float("-inf")


class FindingPacker:
    """Of one source partition. All goes to partition 0."""

    def __init__(self, topic: str, source: str, partition: int) -> None:
        self._topic, self._source, self._partition = topic, source, partition
        self._rows: list[FindingRow] = []
        self._verdicts: list[VerdictRow] = []
        self._upto, self._marked = 0, _NEVER

    def add(self, offset: int, finding: Finding) -> None:
        """Add what came of the record at `offset`."""
        self._rows.append(FindingRow(offset, finding))

    def add_verdict(self, offset: int, decision: Decision) -> None:
        """Add what a reviewer said in the record at `offset`."""
        self._verdicts.append(VerdictRow(offset, decision))

    def flush(self, upto: int, watermark: float) -> Iterator[Send]:
        """Yield the packets of a batch that ended at offset `upto`, if there is anything to say."""
        self._upto = upto
        told = self._rows or self._verdicts
        if told or watermark >= self._marked + MARK_EVERY_S or (self._marked == _NEVER < watermark):
            yield from self._packets(upto, watermark)

    def held(self, watermark: float | None) -> Iterator[Send]:
        """Yield what a look at all that was held has found; None says that there is nothing to wait for from here."""
        if self._rows or watermark is None or watermark > self._marked:
            yield from self._packets(self._upto, watermark, idle=True)

    def awake(self, watermark: float) -> Iterator[Send]:
        """Yield the packet that takes back that there is nothing to wait for: go no further than `watermark`."""
        yield from self._packets(self._upto, watermark, idle=True)

    def _packets(self, upto: int, watermark: float | None, *, idle: bool = False) -> Iterator[Send]:
        rows, self._rows = self._rows, []
        verdicts, self._verdicts = self._verdicts, []
        self._marked = _NEVER if watermark is None else watermark
        while len(rows) > ROWS_MOST:
            part, rows = rows[:ROWS_MOST], rows[ROWS_MOST:]
            yield self._send(FindingPacket(self._source, self._partition, rows[0].offset, None, part, idle, last=False))
        while len(verdicts) > VERDICTS_MOST:
            some, verdicts = verdicts[:VERDICTS_MOST], verdicts[VERDICTS_MOST:]
            at = verdicts[0].offset
            yield self._send(
                FindingPacket(self._source, self._partition, at, None, [], idle, last=False, verdicts=some)
            )
        yield self._send(FindingPacket(self._source, self._partition, upto, watermark, rows, idle, verdicts=verdicts))

    def _send(self, packet: FindingPacket) -> Send:
        return Send(self._topic, None, encode(packet), 0)
