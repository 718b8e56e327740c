"""A carrier in memory: topics as lists, batches of random size in random order, crashes. For the engine's own tests.

It stands for no broker: what Kafka and Faust do is tested on Kafka. It shows that the rooms end the same however
their input is cut and
interleaved, thousands of times faster than a broker could.
"""

from __future__ import annotations

from collections import defaultdict
from random import Random
from zlib import crc32

import msgspec

from pipeline.stage import Batch, PartitionStage, Record, Send, Stage
from schemas.alert import Alert


class MemoryState:
    """A partition's stored entries."""

    def __init__(self) -> None:
        self.entries: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> bytes | None:
        return self.entries.get(key)

    def scan(self, after: bytes, limit: int) -> list[tuple[bytes, bytes]]:
        return sorted(entry for entry in self.entries.items() if entry[0] > after)[:limit]

    def write(self, entries: object) -> None:
        for key, value in entries:  # type: ignore[attr-defined]
            if value is None:
                self.entries.pop(key, None)
            else:
                self.entries[key] = value


class Carrier:
    """Runs stages over in-memory topics until nothing is left; `seed` decides every cut and turn."""

    def __init__(self, stages: tuple[Stage, ...], partitions: dict[str, int], seed: int, crashes: int = 0) -> None:
        self._stages, self._partitions, self._random = stages, partitions, Random(seed)
        self.logs: dict[tuple[str, int], list[Record]] = defaultdict(list)
        self._state: dict[tuple[str, int], MemoryState] = defaultdict(MemoryState)
        self._offsets: dict[tuple[str, int], int] = defaultdict(int)  # as of the last checkpoint
        self._crashes, self._end = crashes, True

    def send(self, send: Send) -> None:
        count = self._partitions[send.topic]
        partition = send.partition if send.partition is not None else crc32(send.key or b"") % count
        log = self.logs[send.topic, partition]
        log.append(Record(len(log), 0, send.key, send.value))

    def run(self, *, end: bool = True) -> None:
        """Run all to the end, losing what was not checkpointed at every crash; without `end` more may be sent."""
        self._end = end
        while True:
            crash_after = self._random.randint(1, 40) if self._crashes > 0 else 1 << 30
            if not self._life(crash_after):
                return
            self._crashes -= 1

    def _life(self, steps: int) -> bool:
        """Run one worker's life; return True if it crashed after `steps` batches."""
        rooms = {(s.name, p): s.open(p, self._state[s.name, p], self._partitions)
                 for s in self._stages for p in range(self._partitions[s.topics[0]])}  # fmt: skip
        at = defaultdict(int, self._offsets)
        topics = {s.name: s.topics[0] for s in self._stages}
        for (name, partition), room in rooms.items():
            if at[topics[name], partition] < len(self.logs[topics[name], partition]):
                for send in room.wake():
                    self.send(send)
        while True:
            ready = [(n, p) for n, p in rooms if at[topics[n], p] < len(self.logs[topics[n], p])]
            if not ready:
                if not self._quiet(rooms, at, topics):
                    return False
                continue
            name, partition = self._random.choice(ready)
            self._step(rooms[name, partition], (topics[name], partition), at)
            steps -= 1
            if steps == 0:
                return True
            if self._random.random() < 0.2:
                self._checkpoint(name, partition, rooms, at, topics)

    def size(self, topic: str) -> int:  # for those that read one topic faster than another
        """Return how many records of a topic are read at most before others have their turn."""
        return self._random.choice([1, 7, 100, 2000])

    def _step(self, room: PartitionStage, place: tuple[str, int], at: dict[tuple[str, int], int]) -> None:
        start = at[place]
        end = min(len(self.logs[place]), start + self.size(place[0]))
        for send in room.process(Batch(*place, start, end, self.logs[place][start:end])):
            self.send(send)
        at[place] = end

    def _checkpoint(self, name: str, partition: int, rooms: dict[tuple[str, int], PartitionStage],
                    at: dict[tuple[str, int], int], topics: dict[str, str]) -> None:  # fmt: skip
        self._state[name, partition].write(rooms[name, partition].checkpoint())
        self._offsets[topics[name], partition] = at[topics[name], partition]

    def _quiet(self, rooms: dict[tuple[str, int], PartitionStage], at: dict[tuple[str, int], int],
               topics: dict[str, str]) -> bool:  # fmt: skip
        """Tell every room that its input is quiet, and checkpoint; return True if that made more input.

        That nothing will come any more a room is told when the rooms before it have let go of what they held.
        """
        before = sum(len(log) for log in self.logs.values())
        for end in (False, True)[: 1 + self._end]:
            for (name, partition), room in rooms.items():
                for send in room.idle(end=end):
                    self.send(send)
                self._checkpoint(name, partition, rooms, at, topics)
            if sum(len(log) for log in self.logs.values()) > before:
                return True
        return False

    def alerts(self, topic: str) -> list[Alert]:
        """Return every alert version sent, by partition and in order."""
        return [msgspec.json.decode(record.value or b"", type=Alert)
                for (name, _), log in sorted(self.logs.items()) if name == topic for record in log]  # fmt: skip
