"""One live run: events on Kafka, a contestant over them, and how long until all of it is done."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from confluent_kafka import Consumer, TopicPartition

from pipeline.ingest.cloud_events import Message
from schemas import topics as names
from tests.bench import traffic
from tests.bench.catalogue import Catalogue
from tests.bench.contestant import BenchError, Contestant, Name
from tests.bench.no_verdicts import tell_no_verdicts
from tests.bench.task import Task
from tests.support.live import end_of

_STEP_S, _QUIET_S, _MOST_S = 0.02, 1.5, 300.0
_LOOK_S, _CALM = 0.25, 0.3  # of a core: a worker that waits takes less than a tenth


class Run(msgspec.Struct, frozen=True):
    """What was measured. `cpu` are processor seconds of the contestant alone; `share`: of the time at checkpoints."""

    name: str
    catalogue: str
    events: int
    seconds: float
    cpu: float
    start_s: float
    load: float
    share: float | None = None
    checkpoints: int = 0
    resident: int = 0  # bytes, at the end

    @property
    def rate(self) -> float:
        """Events a second by the clock on the wall."""
        return self.events / self.seconds

    @property
    def core_rate(self) -> float:
        """Events a second of processor time: what is left when others share the machine."""
        return self.events / self.cpu


class Progress:
    """How far a group is: by its committed offsets, or by what it says itself."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._asker = Consumer({"bootstrap.servers": task.bootstrap, "group.id": task.group,
                                "isolation.level": "read_committed"})  # fmt: skip
        self._inputs = self._of(names.ACCOUNT_EVENTS, names.CONTENT_EVENTS)
        self._internal = self._of(names.OBSERVATIONS, names.RATES, names.FINDINGS)
        self.total = sum(self._end(tp) for tp in self._inputs)

    def _of(self, *wanted: names.Topic) -> list[TopicPartition]:
        full = [self._task.names.of(topic) for topic in wanted]
        return [TopicPartition(name, p) for name in full for p in range(self._task.partitions[name])]

    def _end(self, tp: TopicPartition) -> int:
        return end_of(self._asker, tp)

    def committed(self) -> tuple[int, int]:
        """Return committed offsets, summed: of events, of packets."""
        found = self._asker.committed([*self._inputs, *self._internal], timeout=10)
        at = [max(0, tp.offset) for tp in found]
        return sum(at[: len(self._inputs)]), sum(at[len(self._inputs) :])

    def packets(self) -> int:
        """Return the ends of the internal topics, summed."""
        return sum(self._end(tp) for tp in self._internal)

    def close(self) -> None:
        """Let go of the connection."""
        self._asker.close()


class Calm:
    """For how long contestants have done next to nothing, by their processor time."""

    def __init__(self) -> None:
        self._at = self._cpu = self.since = 0.0

    def see(self, now: float, cpu: float) -> None:
        """Look once more; judged every quarter of a second, since processor time is told in steps."""
        passed = now - self._at
        if passed >= _LOOK_S:
            self.since = self.since + passed if self._at and cpu - self._cpu < _CALM * passed else 0.0
            self._at, self._cpu = now, cpu


def run(bootstrap: str, name: Name, catalogue: Catalogue, events: Sequence[Message], python: str = sys.executable,
        partitions: int | None = None, workers: int = 1, waiting: bool = False, **settings: str) -> Run:  # fmt: skip
    """Measure one contestant on one catalogue. `waiting`: the events are sent once all workers are there.

    Sending them then counts as part of the run; else they are there before anybody starts.
    """
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        traffic.topics(bootstrap, partitions) as (prefix, counts),
    ):
        if not waiting:
            traffic.fill(bootstrap, prefix, events)
        tasks = [Task(bootstrap=bootstrap, prefix=prefix, catalogue=catalogue, partitions=counts, folder=folder,
                      notes=str(Path(folder) / f"w{number}.notes")) for number in range(workers)]  # fmt: skip
        tell_no_verdicts(tasks[0])
        running = [Contestant(name, task, python, **settings) for task in tasks]
        try:
            return _measured(running, tasks[0], events, catalogue, waiting=waiting)
        finally:
            for one in running:
                one.end()


def _measured(running: list[Contestant], task: Task, events: Sequence[Message], catalogue: Catalogue, *,
              waiting: bool) -> Run:  # fmt: skip
    first = running[0]
    began, cpu = first.wait_started()
    start_s = began - first.spawned
    if waiting:
        for other in running[1:]:
            other.wait_started()
        _settle(running)
        began, cpu = time.monotonic(), sum(one.cpu() for one in running)
        traffic.fill(task.bootstrap, task.prefix, events)
    progress = Progress(task)
    ended, used = _followed(running, progress)
    progress.close()
    resident = int(first.process.memory_info().rss)
    seconds = ended - began
    share, count = _checkpoints(first, seconds) if first.name == "worker" else (None, 0)
    return Run(
        first.name, catalogue, len(events), seconds, used - cpu, start_s, os.getloadavg()[0], share, count, resident
    )


def _settle(running: list[Contestant]) -> None:
    """Wait until the group has stopped moving partitions about: all ready, for two seconds on end."""
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < 2.0:
        if not all(one.started() for one in running):
            quiet_since = time.monotonic()
        time.sleep(0.1)


def _followed(running: list[Contestant], progress: Progress) -> tuple[float, float]:
    """Return when everything was done, and the processor time until then. Faust commits late: its word is taken.

    What was committed may end before a topic does (markers of transactions): then all is done when nothing was
    committed for a while and nobody works. Only the first is not enough: a room may take seconds for one batch.
    """
    last, at, used = (-1, -1), time.monotonic(), 0.0
    deadline, calm = at + _MOST_S, Calm()
    while time.monotonic() < deadline:
        for one in running:
            one.check()
        notes = running[0].notes.look()
        now = (notes.events, notes.packets) if running[0].name == "faust" else progress.committed()
        if now != last:
            last, at, used = now, time.monotonic(), sum(one.cpu() for one in running)
        calm.see(time.monotonic(), sum(one.cpu() for one in running))
        if now[0] >= progress.total and (
            now[1] >= progress.packets() or min(calm.since, time.monotonic() - at) > _QUIET_S
        ):
            return at, used
        time.sleep(_STEP_S)
    message = f"{running[0].name}: {last[0]} of {progress.total} events within {_MOST_S:.0f} s"
    raise BenchError(message)


def _checkpoints(worker: Contestant, seconds: float) -> tuple[float, int]:
    """Return the share of the time in which checkpoints let nothing be processed, and how many there were."""
    page = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in worker.metrics().splitlines()
            if line and not line.startswith("#")}  # fmt: skip
    spent = page.get("abusewatch_checkpoint_held_seconds_total", 0.0)
    # One checkpoint covers all stages and is observed once for each that moved: the busiest one has seen them all.
    count = max((v for k, v in page.items() if k.startswith("abusewatch_checkpoint_seconds_count")), default=0.0)
    return spent / seconds, int(count)
