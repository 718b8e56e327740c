"""How long state takes to come back: from the changelog, from a kept store, from a standby."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from msgspec import Struct

from pipeline.app import App
from pipeline.worker_settings import WorkerSettings
from tests.kafka.carrier.log import wait_until
from tests.kafka.carrier.tally import Tally
from tests.kafka.carrier.threaded import ThreadedWorker
from tests.support.kafka_topics import TopicMaker

SIZES, LARGE = (100_000, 1_000_000), 5_000_000
STANDBY_ENTRIES = 100_000
VALUE = b"v" * 200
PARTITIONS = 4
PATIENCE_S = 180.0
MOVED = 10  # records of a change-over, offsets and markers, that are no replay


class Figure(Struct):
    """One measurement: `entries` keyed entries of 200 bytes, `read` of them read from the changelog."""

    entries: int
    source: str
    seconds: float
    read: int
    problem: str = ""


class Bench:
    """A stage with state in a changelog of its own, and workers on it."""

    def __init__(self, bootstrap: str, name: str, folder: Path) -> None:
        self._maker = TopicMaker(AdminClient({"bootstrap.servers": bootstrap, "log_level": 2}), f"recovery-{name}-")
        self._bootstrap, self._name, self._folder = bootstrap, f"recovery-{name}", folder
        self._source, self._target = self._maker("in", PARTITIONS), self._maker("out", PARTITIONS)
        self.changelog = self._maker("app-tally-changelog", PARTITIONS, {"cleanup.policy": "compact"})

    def fill(self, entries: int) -> None:
        """Write the entries, as checkpoints would have left them."""
        producer = Producer({"bootstrap.servers": self._bootstrap, "linger.ms": 20, "compression.type": "lz4",
                             "queue.buffering.max.messages": 500_000, "log_level": 2})  # fmt: skip
        for number in range(entries):
            while True:
                try:
                    producer.produce(self.changelog, VALUE, b"skey-%d" % number, number % PARTITIONS)
                    break
                except BufferError:
                    producer.poll(0.1)
        assert producer.flush(60) == 0

    def settings(self, instance: str = "w1", standbys: int = 0) -> WorkerSettings:
        """Return a worker's settings, its store on disk."""
        return WorkerSettings(
            bootstrap=self._bootstrap, app_id=f"{self._name}-app", instance=instance, store="rocksdb",
            topics={self._source: PARTITIONS, self._target: PARTITIONS}, folder=self._folder / instance,
            session_timeout_s=3.0, standbys=standbys,
        )  # fmt: skip

    def worker(self, settings: WorkerSettings, took: list[float]) -> ThreadedWorker:
        """Return a worker that notes how long it took from being assigned partitions to working on them."""

        def noting(app: App) -> None:
            app.ready_hooks.append(lambda: took.append(time.monotonic() - app._recovering_since))

        return ThreadedWorker([Tally((self._source,), self._target)], settings, noting)

    @contextmanager
    def recovered(self, source: str, entries: int) -> Iterator[Figure]:
        """Run a worker until it is ready; give what that took."""
        took: list[float] = []
        worker = self.worker(self.settings(), took)
        worker.start()
        try:
            wait_until(worker.app.is_ready, PATIENCE_S)
            yield Figure(entries, source, round(took[0], 2), read_by(worker))
        finally:
            worker.stop()


def read_by(worker: ThreadedWorker) -> int:
    """Return how many entries a worker has read from the changelog."""
    return int(worker.metrics.total("abusewatch_recovered_entries_total"))


def figures(bootstrap: str, folder: Path, sizes: tuple[int, ...]) -> Iterator[Figure]:
    """Measure, one after the other."""
    for size in sizes:
        bench = Bench(bootstrap, str(size), folder / str(size))
        bench.fill(size)
        with bench.recovered("changelog", size) as figure:
            yield _checked(figure, size, size)
        with bench.recovered("kept store", size) as figure:
            yield _checked(figure, 0, 0)
        shutil.rmtree(folder / str(size))
    yield _standby(Bench(bootstrap, "standby", folder / "standby"))


def _checked(figure: Figure, least: int, most: int) -> Figure:
    if not least <= figure.read <= most + MOVED:
        figure.problem = f"{figure.read} entries were read, expected {least}"
    return figure


def _standby(bench: Bench) -> Figure:
    """Stop one of two workers and see the other take over what it has been copying."""
    bench.fill(STANDBY_ENTRIES)
    took: list[float] = []
    first, second = (bench.worker(bench.settings(name, 1), took) for name in ("w1", "w2"))
    try:
        first.start()
        wait_until(first.app.is_ready, PATIENCE_S)
        second.start()
        wait_until(lambda: _copied(bench, second), PATIENCE_S)
        before = _read_in_all(second)
        first.stop()
        left = time.monotonic()
        wait_until(lambda: second.app.is_ready() and len(second.app.consumer.assignment()) == 2 * PARTITIONS, 60)
        figure = Figure(STANDBY_ENTRIES, "standby", round(time.monotonic() - left, 2), read_by(second) - before)
        return _checked(figure, 0, 0)
    finally:
        first.stop()
        second.stop()


def _read_in_all(worker: ThreadedWorker) -> int:
    """Return how many entries a worker has read once its counter stands still: it counts what it has applied."""
    known, now = -1, read_by(worker)
    while known != now:
        time.sleep(1.0)
        known, now = now, read_by(worker)
    return now


def _copied(bench: Bench, worker: ThreadedWorker) -> bool:
    """Say whether the worker's stores, active and standby, hold the changelog to its end."""
    if not worker.app.is_ready():
        return False
    backend = worker.app.state_tables["tally"].backend
    ends = worker.app.cluster.ends([(bench.changelog, p) for p in range(PARTITIONS)])
    return all((backend.position(p) or 0) >= end - 1 for (_, p), end in ends.items())
