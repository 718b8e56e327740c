"""Memory with more keys than are kept: `python -m tests.bench.memory [ACCOUNTS] [--kept N] [--hot N] [--most MB]`.

ACCOUNTS distinct accounts log in from two fifths as many addresses, through live stages of one partition each on
RocksDB. Prints the process's memory as it goes, bytes of state a key in the changelog, and bytes of Python objects a
decoded key. Exit code 1 when the process ever held more than MB.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import psutil
from msgspec import Struct

from detectors.catalogue import CATALOGUE
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.stage import Batch, PartitionStage, Record, Send, Stage
from pipeline.stages import stages
from pipeline.store.entries import engine_key
from pipeline.store.reader import PartitionReader
from pipeline.store.rocks import RocksBackend
from schemas import topics
from tests.support.scenario import START, shipped

BATCH = 5000
CHECKPOINT_EVERY = 4  # batches
MEGA = 1 << 20


class Written(Struct):
    """What a stage's changelog was given."""

    entries: int = 0
    size: int = 0


class Room:
    """One stage's partition over its own store."""

    def __init__(self, stage: Stage, folder: Path, partitions: dict[str, int]) -> None:
        self.backend = RocksBackend(folder / stage.name, max_age_s=1e9)
        self.name, self.topic = stage.name, stage.topics[0]
        self.part: PartitionStage = stage.open(0, PartitionReader(self.backend, 0), partitions)
        self.at, self.written = 0, Written()

    def take(self, values: list[bytes]) -> list[Send]:
        """Process values as one batch."""
        records = [Record(self.at + i, 0, None, value) for i, value in enumerate(values)]
        start, self.at = self.at, self.at + len(records)
        return list(self.part.process(Batch(self.topic, 0, start, self.at, records)))

    def checkpoint(self) -> None:
        """Write what changed."""
        entries = [(engine_key(key), value) for key, value in self.part.checkpoint()]
        self.written.entries += len(entries)
        self.written.size += sum(len(key) + len(value or b"") for key, value in entries)
        self.backend.write(0, entries, self.at)

    def stored(self) -> Written:
        """Return how much the store holds."""
        found, after = Written(), b""
        while part := self.backend.scan(0, after, 10_000):
            found.entries += len(part)
            found.size += sum(len(key) + len(value) for key, value in part)
            after = part[-1][0]
        return found


def traffic(accounts: int) -> Iterator[list[bytes]]:
    """Yield batches: every account once, and one login in five by one seen before; one in twenty fails."""
    random, batch, new = Random(3), [], 0
    for number in range(accounts * 5 // 4):
        at = datetime.fromtimestamp(START + number * 0.05, UTC).isoformat()
        again = number % 5 == 4
        account = random.randrange(new) if again else new
        new += not again
        address = account * 2 // 5
        ip, name = f"10.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}", f"user-{account:08d}"
        outcome = "failure" if random.random() < 0.05 else "success"
        data = (
            f'{{"outcome":"{outcome}","ip":"{ip}","device":"d{number:x}","country":"DE","asn":{64500 + number % 50}}}'
        )
        batch.append(
            f'{{"specversion":"1.0","type":"account.login","id":"{number:032x}","source":"/web","subject":"{name}",'
            f'"time":"{at}","data":{data}}}'.encode()
        )
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def run(accounts: int, settings: EngineSettings, folder: Path) -> tuple[list[Room], RecordingMetrics, float]:
    """Send the traffic through account and entity stages; print memory twenty times on the way."""
    metrics, names = RecordingMetrics(), Names()
    built = tuple(shipped(d.name) for d in CATALOGUE)
    engine = Engine(built, {d.name: "live" for d in built}, settings, metrics)
    counts = {names.of(topic): 1 for topic in topics.TOPICS}
    account, content, entity, site, _, decisions = (Room(stage, folder, counts) for stage in stages(engine, names))
    quiet = [*content.part.idle(), *decisions.part.idle()]  # or rows would wait for what never comes
    for room in (entity, site):
        room.take([send.value for send in quiet if send.topic == room.topic])
    began, done, most = time.monotonic(), 0, 0.0
    for number, batch in enumerate(traffic(accounts)):
        sends = account.take(batch)
        for room in (entity, site):
            room.take([send.value for send in sends if send.topic == room.topic])
        done += len(batch)
        if number % CHECKPOINT_EVERY == 0:
            for room in (account, entity, site):
                room.checkpoint()
        if number % max(1, accounts // BATCH // 20) == 0:
            rss = psutil.Process().memory_info().rss / MEGA
            most = max(most, rss)
            print(f"  {done:>9,} events  {done / (time.monotonic() - began):>8,.0f}/s  {rss:>6,.0f} MB", flush=True)
    return [account, entity, site], metrics, most


def hot_bytes(settings: EngineSettings, folder: Path) -> float:
    """Return the bytes of Python objects for one decoded key, accounts and addresses mixed."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    rooms, metrics, _ = run(20_000, settings, folder)
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    held = sum(value for (name, _), value in metrics.gauges.items() if name == "abusewatch_state_entries")
    assert rooms
    return size / held


def main() -> int:
    """Run, print, and judge."""
    words = sys.argv[1:]
    option = {word: int(words[i + 1]) for i, word in enumerate(words[:-1]) if word.startswith("--")}
    accounts = int(words[0]) if words and words[0].isdigit() else 300_000
    settings = EngineSettings(keys_kept=option.get("--kept", accounts // 4), keys_hot=option.get("--hot", 20_000))
    with tempfile.TemporaryDirectory() as folder:
        print(f"{accounts:,} accounts, at most {settings.keys_kept:,} kept a stage, {settings.keys_hot:,} hot")
        rooms, metrics, most = run(accounts, settings, Path(folder) / "run")
        for room in rooms:
            held, sent = room.stored(), room.written
            gone = {
                r: metrics.total("abusewatch_state_evicted_total", stage=room.name, reason=r) for r in ("ttl", "cap")
            }
            each, wrote = held.size / max(1, held.entries), sent.size / max(1, sent.entries)
            print(f"{room.name}: {held.entries:,} stored, {each:,.0f} bytes each")
            print(f"    changelog {sent.entries:,} entries, {wrote:,.0f} bytes each; forgotten {gone}")
        everything = EngineSettings(keys_hot=1_000_000)
        print(f"at most {most:,.0f} MB resident")
        print(f"one decoded key: {hot_bytes(everything, Path(folder) / 'hot'):,.0f} bytes of Python objects")
    return int("--most" in option and most > option["--most"])


if __name__ == "__main__":
    sys.exit(main())
