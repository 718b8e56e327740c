"""What flows for an event: bytes between the rooms, to the changelogs and to the queue, before compression."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

import msgspec

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.ingest.cloud_events import Message
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.routes import partition_of
from pipeline.stage import Batch, PartitionStage, Record, Send
from pipeline.stages import stages
from pipeline.store.entries import engine_key
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from schemas import topics
from tests.bench.catalogue import built

PARTITIONS, BATCH = 4, 5_000  # events of all partitions between two checkpoints
_COUNTS = {topic.name: PARTITIONS if topic.partitions > 1 else 1 for topic in topics.TOPICS}


class Flow(msgspec.Struct, frozen=True):
    """Bytes an event; `entries`: state entries written; `alerts`: alerts opened; `keys`: entities known, an account."""

    events: float
    inside: float
    state: float
    queue: float
    entries: float
    alerts: float
    keys: float


class _Version(msgspec.Struct):
    version: int


_version = msgspec.json.Decoder(_Version).decode


class Rooms:
    """Every stage, its partitions in one process, what one sends the next takes."""

    def __init__(self) -> None:
        detectors, modes = built("default")
        engine = Engine(detectors, modes, EngineSettings(), RecordingMetrics())
        self.bytes: Counter[str] = Counter()
        self.messages: Counter[str] = Counter()
        self._rooms: dict[tuple[str, int], tuple[PartitionStage, MemoryBackend]] = {}
        self._at: Counter[tuple[str, int]] = Counter()
        for stage in stages(engine, Names()):
            for number in range(_COUNTS[stage.topics[0]]):
                store = MemoryBackend()
                part = stage.open(number, PartitionReader(store, number), _COUNTS)
                self._rooms[stage.topics[0], number] = part, store
        for number in range(_COUNTS[topics.DECISIONS.name]):  # or the site would wait for verdicts that never come
            self.take(self._rooms[topics.DECISIONS.name, number][0].idle())

    def take(self, sends: Sequence[Send]) -> None:
        """Deliver messages, and what they lead to, until all is quiet; then checkpoint every room."""
        waiting = deque([sends])
        while waiting:
            waiting.extend(self._deliver(waiting.popleft()))
        for (_, number), (part, store) in self._rooms.items():
            entries = [(engine_key(key), value) for key, value in part.checkpoint()]
            self.messages["state"] += len(entries)
            self.bytes["state"] += sum(len(key) + len(value or b"") for key, value in entries)
            store.write(number, entries, 0)

    def entities(self) -> int:
        """Return how many entries all stores hold."""
        return sum(len(store.scan(n, b"", 1 << 30)) for (_, n), (_, store) in self._rooms.items())

    def stored(self, topic: str) -> list[bytes]:
        """Return under which keys the rooms of a topic have stored something."""
        stores = [(n, store) for (of, n), (_, store) in self._rooms.items() if of == topic]
        return [key for number, store in stores for key, _ in store.scan(number, b"", 1 << 30)]

    def _deliver(self, sends: Sequence[Send]) -> list[Sequence[Send]]:
        batches: dict[tuple[str, int], list[Record]] = {}
        for send in sends:
            if send.topic != topics.ALERTS.name or _version(send.value).version == 1:
                self.messages[send.topic] += 1
            self.bytes[send.topic] += len(send.value) + len(send.key or b"")
            number = send.partition
            if number is None:
                number = partition_of((send.key or b"").decode(), _COUNTS[send.topic])
            place = (send.topic, number)
            if place in self._rooms:
                batches.setdefault(place, []).append(Record(self._at[place], 0, send.key, send.value))
                self._at[place] += 1
        return [self._process(place, records) for place, records in batches.items()]

    def _process(self, place: tuple[str, int], records: list[Record]) -> Sequence[Send]:
        start = records[0].offset
        return self._rooms[place][0].process(Batch(*place, start, start + len(records), records))


def measure(events: Sequence[Message]) -> Flow:
    """Run the events through all rooms."""
    rooms, count = Rooms(), len(events)
    for start in range(0, count, BATCH):
        rooms.take([_send(event) for event in events[start : start + BATCH]])
    inside = sum(rooms.bytes[topic.name] for topic in (topics.OBSERVATIONS, topics.RATES, topics.FINDINGS))
    given = rooms.bytes[topics.ACCOUNT_EVENTS.name] + rooms.bytes[topics.CONTENT_EVENTS.name]
    accounts = len({event.subject for event in events})
    return Flow(
        given / count, inside / count, rooms.bytes["state"] / count, rooms.bytes[topics.ALERTS.name] / count,
        rooms.messages["state"] / count, rooms.messages[topics.ALERTS.name] / count, rooms.entities() / accounts,
    )  # fmt: skip


def _send(event: Message) -> Send:
    topic = topics.CONTENT_EVENTS if event.type.startswith("content.") else topics.ACCOUNT_EVENTS
    return Send(topic.name, event.subject.encode(), event.value)
