"""What an event costs, against what grows: accounts, partitions, detectors, the size of an event; and memory."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import msgspec
import psutil

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.ingest.cloud_events import Message
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.routes import partition_of
from pipeline.stage import Batch, PartitionStage, Record
from pipeline.stages import stages
from pipeline.store.entries import engine_key
from pipeline.store.reader import PartitionReader
from pipeline.store.rocks import RocksBackend
from schemas import topics
from tests.bench import alone
from tests.bench.catalogue import Catalogue, built
from tests.bench.settings import Settings

BATCH = 5_000


class Row(msgspec.Struct, frozen=True):
    """Microseconds of processor time an event; other facts by name."""

    at: str
    cost_us: float
    facts: dict[str, float] = {}


class Table(msgspec.Struct, frozen=True):
    """One thing that grows."""

    title: str
    rows: list[Row]


def measure(events: Sequence[Message], settings: Settings) -> list[Table]:
    """Measure all four."""
    some = events[: settings.table]
    return [_detectors(some), _sizes(some), _partitions(some, settings.partitions), _accounts(settings)]


def _detectors(events: Sequence[Message]) -> Table:
    rows = []
    for which in ("none", "one", "default", "tenfold"):
        run = alone.engine(which, events)
        rows.append(Row(f"{len(built(which)[0])} detectors", 1e6 * run.cpu / run.events))
    return Table("detectors (engine alone)", rows)


def _sizes(events: Sequence[Message]) -> Table:
    rows = []
    for extra in (0, 1_000, 4_000, 16_000):
        wide = [event._replace(value=_padded(event.value, extra)) for event in events]
        run = alone.timed("size", "default", len(wide), partial(_decode_and_take, wide))
        rows.append(Row(f"{sum(len(e.value) for e in wide) / len(wide):,.0f} bytes", 1e6 * run.cpu / run.events))
    return Table("size of an event (decoding and engine; unknown fields)", rows)


def _decode_and_take(events: Sequence[Message]) -> None:
    alone.Machine("default").take(alone.decoded(events))


def _padded(value: bytes, extra: int) -> bytes:
    return value[:-1] + b',"padding":"' + b"x" * extra + b'"}' if extra else value


class Rooms:
    """The account stage over a store, its partitions in one process; batches as from Kafka, checkpoints in between."""

    def __init__(self, folder: Path, partitions: int, catalogue: Catalogue = "default", hot: int = 50_000) -> None:
        detectors, modes = built(catalogue)
        engine = Engine(detectors, modes, EngineSettings(keys_hot=hot), RecordingMetrics())
        stage = stages(engine, Names())[0]
        self.backend = RocksBackend(folder, max_age_s=1e9)
        counts = {topic.name: partitions for topic in topics.TOPICS}
        self._topic = stage.topics[0]
        self._parts: list[PartitionStage] = [
            stage.open(number, PartitionReader(self.backend, number), counts) for number in range(partitions)
        ]
        self._at = [0] * partitions

    def take(self, events: Sequence[tuple[str, bytes]]) -> None:
        """Take (subject, value) rows: a batch for each partition, then a checkpoint."""
        batches: list[list[Record]] = [[] for _ in self._parts]
        for subject, value in events:
            number = partition_of(subject, len(batches))
            batches[number].append(Record(self._at[number] + len(batches[number]), 0, None, value))
        for number, records in enumerate(batches):
            start, self._at[number] = self._at[number], self._at[number] + len(records)
            self._parts[number].process(Batch(self._topic, number, start, self._at[number], records))
            entries = [(engine_key(key), value) for key, value in self._parts[number].checkpoint()]
            self.backend.write(number, entries, self._at[number])


def _partitions(events: Sequence[Message], counts: tuple[int, ...]) -> Table:
    ours = [(event.subject, event.value) for event in events if event.type.startswith("account.")]
    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rooms = Rooms(Path(folder), count)
            began = time.process_time()
            for start in range(0, len(ours), BATCH):
                rooms.take(ours[start : start + BATCH])
            rows.append(Row(f"{count} partitions", 1e6 * (time.process_time() - began) / len(ours)))
            rooms.backend.close()
    return Table("partitions (account stage with its checkpoints, one worker)", rows)


def _accounts(settings: Settings) -> Table:
    rows = []
    for count in settings.accounts:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rows.append(_alone(Path(folder), count, settings.table))
    return Table("accounts tracked (account stage with its checkpoints; an event of any of them)", rows)


def _alone(folder: Path, count: int, events: int) -> Row:
    """Measure in a process of its own, whose memory nobody else has used before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_known, folder, count, events).result()


def _known(folder: Path, count: int, events: int) -> Row:
    """Let every account log in once, then measure events of accounts drawn at random."""
    rooms, random, process = Rooms(folder, 1), Random(3), psutil.Process()
    before = process.memory_info().rss
    for start in range(0, count, BATCH):
        rooms.take([_login(n, n) for n in range(start, min(count, start + BATCH))])
    drawn = [_login(random.randrange(count), count + number) for number in range(events)]
    began = time.process_time()
    for start in range(0, events, BATCH):
        rooms.take(drawn[start : start + BATCH])
    spent = time.process_time() - began
    grown = process.memory_info().rss - before
    rooms.backend.close()
    return Row(f"{count:,} accounts", 1e6 * spent / events, {"resident_bytes_an_account": max(0, grown) / count})


def _login(account: int, number: int) -> tuple[str, bytes]:
    seconds = number * 0.01
    at = f"2026-01-{5 + int(seconds // 86_400):02d}T{int(seconds // 3600) % 24:02d}:{int(seconds // 60) % 60:02d}:"
    name = f"user-{account:08d}"
    value = (
        f'{{"specversion":"1.0","id":"n{number}","source":"/web","type":"account.login","subject":"{name}","time":'
        f'"{at}{seconds % 60:06.3f}Z","data":{{"outcome":"success","ip":"10.{account >> 16 & 255}.{account >> 8 & 255}.'
        f'{account & 255}","device":"d{account}","country":"DE","asn":64500}}}}'
    )
    return name, value.encode()
