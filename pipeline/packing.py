"""Rows for the next room, packed: one message for each source batch and target partition."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf

import msgspec

from pipeline.metrics_spec import Metrics
from pipeline.routes import partition_of
from pipeline.stage import Send
from schemas.event import Decision, Event
from schemas.observation import Packet, Row, encode

ROWS_MOST, BYTES_MOST = 2000, 800_000  # a packet stays under Kafka's default limit of 1 MB: texts as hashes are long


class Packer:
    """Gathers rows by target partition. Every partition gets a packet a batch, for the watermark in it."""

    def __init__(self, topic: str, partitions: int, source: str, metrics: Metrics) -> None:
        self._topic, self._partitions, self._source, self._metrics = topic, partitions, source, metrics
        self._rows: list[list[Row]] = [[] for _ in range(partitions)]

    def add(self, key: str, offset: int, event: Event, decision: Decision | None = None) -> None:
        """Add one row."""
        self._rows[partition_of(key, self._partitions)].append(Row(key, offset, event, decision))

    def flush(self, source: tuple[str, int], upto: int, watermark: float, slack_s: float,
              began: float = inf) -> Iterator[Send]:  # fmt: skip
        """Yield the packets of a batch that ended at offset `upto`, and start anew; the rest as of `Packet`."""
        known = watermark > float("-inf")  # before, the source says nothing of how far it is
        mark, sent = watermark if known else None, 0
        for target, rows in enumerate(self._rows):
            sent += len(rows)
            *parts, rest = _parts(rows)
            for part, after in pairwise([*parts, rest]):
                yield from self._sends(target, Packet(*source, after[0].offset, None, 0.0, part, last=False))
            yield from self._sends(target, Packet(*source, upto, mark, slack_s, rest, known, began))
            self._rows[target] = []
        self._metrics.count("abusewatch_observations_sent_total", sent, topic=self._topic)

    def quiet(self, partition: int, upto: int = 0) -> Iterator[Send]:
        """Yield the packets that say: nothing to wait for from here; and what was still gathered, as of `upto`."""
        for target, rows in enumerate(self._rows):
            self._rows[target] = []
            yield self._send(target, Packet(self._source, partition, upto, None, 0.0, rows, last=True))

    def awake(self, partition: int, watermark: float) -> Iterator[Send]:
        """Yield the packets that take `quiet` back: go no further than `watermark` (which may be -inf)."""
        for target in range(self._partitions):
            yield self._send(target, Packet(self._source, partition, 0, watermark, 0.0, [], last=True))

    def _sends(self, target: int, packet: Packet) -> Iterator[Send]:
        """Yield the packet, or its halves where it would be too long; an origin alone is never parted."""
        send, rows = self._send(target, packet), packet.rows
        middle = _middle(rows) if len(send.value) > BYTES_MOST else len(rows)
        if middle >= len(rows):
            yield send
            return
        ahead = Packet(packet.topic, packet.partition, rows[middle].offset, None, 0.0, rows[:middle], last=False)
        yield from self._sends(target, ahead)
        yield from self._sends(target, msgspec.structs.replace(packet, rows=rows[middle:]))

    def _send(self, target: int, packet: Packet) -> Send:
        return Send(self._topic, None, encode(packet), target)


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    """Yield the rows of one packet after the other; one part, if empty, where there are none."""
    start = 0
    while (end := _cut(rows, start, ROWS_MOST)) < len(rows):
        yield rows[start:end]
        start = end
    yield rows[start:]


def _middle(rows: list[Row]) -> int:
    """Return where rows part into two about alike, between origins; their number where all are of one."""
    most, end = len(rows) // 2, len(rows)
    while most and (end := _cut(rows, 0, most)) == len(rows):
        most //= 2
    return end


def _cut(rows: list[Row], start: int, most: int) -> int:
    """Return where the packet that begins at `start` ends: never between rows of one origin."""
    end = min(start + most, len(rows))
    while start < end < len(rows) and rows[end].offset == rows[end - 1].offset:
        end += 1
    return end
