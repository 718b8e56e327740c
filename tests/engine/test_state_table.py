"""A state store never skips a part of its changelog, whatever order Faust hands batches, buffers and rebalances in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import faust
import pytest
from faust.types import TP

from pipeline.metrics_recording import RecordingMetrics
from pipeline.stage import Batch, Record
from pipeline.store.backend import StateBackend
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from pipeline.store.rocks import RocksBackend
from pipeline.store.table import StateTable
from pipeline.transport.batches import Fetched

TOPIC = "app-toy-changelog"
LOG = [(b"s%d" % n, b"v%d" % n) for n in range(10)]


class Scene:
    """A table in an app that is connected to nothing; seeks are noted."""

    def __init__(self, folder: Path | None) -> None:
        app: Any = faust.App("t", broker="abusewatch://127.0.0.1:1", store="memory://", autodiscover=False)
        self.backend: StateBackend = MemoryBackend() if folder is None else RocksBackend(folder, max_age_s=1e9)
        changelog = app.topic(TOPIC, acks=False, allow_empty=True)
        self.table = StateTable(app, self.backend, RecordingMetrics(), name="toy", changelog_topic=changelog)
        app.tables.add(self.table)
        self.recovery: Any = app.tables.recovery
        self.seeks: list[tuple[int, int]] = []
        app.consumer = SimpleNamespace(seek=self._seek)

    async def _seek(self, tp: TP, offset: int) -> None:
        self.seeks.append((tp.partition, offset))

    def own(self, *partitions: int) -> None:
        """Do what Faust's recovery does when this worker is given partitions."""
        for tps in (self.recovery.active_tps, self.recovery.standby_tps):
            tps.clear()
        for partition in partitions:
            self.recovery.add_active(self.table, TP(TOPIC, partition))

    async def read(self, start: int, end: int, partition: int = 0) -> None:
        """Do what Faust does with a batch that has come: buffer it, tell the table, flush."""
        rows = [Record(n, 0, *LOG[n]) for n in range(start, end)]
        batch = Fetched(1, Batch(TOPIC, partition, start, end, rows))
        event: Any = SimpleNamespace(message=SimpleNamespace(value=batch))
        self.recovery.buffers[self.table].append(event)
        await self.table.on_changelog_event(event)

    def keys(self, partition: int = 0) -> list[bytes]:
        return [b"s" + key for key, _ in PartitionReader(self.backend, partition).scan(b"", 100)]


def play(folder: Path | None, steps: Callable[[Scene], Awaitable[None]]) -> None:
    async def main() -> None:
        scene = Scene(folder)
        await steps(scene)
        scene.backend.close()

    asyncio.run(main())


@pytest.fixture(params=["memory", "rocksdb"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return tmp_path if request.param == "rocksdb" else None


@pytest.mark.parametrize("start", [3, 10])  # 10: a batch of nothing but markers
def test_an_empty_store_refuses_a_batch_that_begins_behind_its_start(folder: Path | None, start: int) -> None:
    async def steps(scene: Scene) -> None:
        scene.own(0)
        scene.recovery.active_offsets[TP(TOPIC, 0)] = 9  # as Faust sets it before the table is asked
        await scene.read(start, 10)
        assert scene.backend.position(0) is None
        assert scene.seeks == [(0, 0)]
        assert scene.recovery.active_offsets[TP(TOPIC, 0)] == -1

    play(folder, steps)


def test_what_was_refused_is_not_taken_from_the_buffer_later(folder: Path | None) -> None:
    async def steps(scene: Scene) -> None:
        scene.own(0)
        await scene.read(0, 2)
        await scene.read(6, 10)
        scene.recovery.flush_buffers()  # at the next rebalance, or when the buffer is full
        assert (scene.backend.position(0), scene.keys()) == (2, [b"s0", b"s1"])
        await scene.read(1, 10)
        scene.recovery.flush_buffers()
        assert (scene.backend.position(0), scene.keys()) == (10, [key for key, _ in LOG])

    play(folder, steps)


def test_a_batch_in_the_buffer_does_not_outlive_its_partition() -> None:
    async def steps(scene: Scene) -> None:
        scene.own(0)
        await scene.read(0, 5)
        await scene.read(5, 10)
        scene.own(1)
        await scene.table.on_recovery_completed({TP(TOPIC, 1)}, set())
        scene.recovery.flush_buffers()
        assert scene.backend.position(0) is None

    play(None, steps)


def test_a_generation_that_is_over_drops_nothing_of_the_next() -> None:
    async def steps(scene: Scene) -> None:
        scene.own(0)
        await scene.read(0, 10)
        over: set[TP] = set()  # what an earlier generation was given
        await scene.table.on_recovery_completed(over, over)
        assert scene.backend.position(0) == 10

    play(None, steps)


def test_a_batch_left_by_an_earlier_generation_seeks_nothing(folder: Path | None) -> None:
    async def steps(scene: Scene) -> None:
        scene.own(1)
        await scene.read(3, 10)
        assert (scene.seeks, scene.backend.position(0)) == ([], None)

    play(folder, steps)


@pytest.mark.parametrize("cut", [(0, 4, 4, 10), (0, 6, 3, 10), (0, 10, 2, 8), (0, 4, 7, 10, 4, 8, 8, 10)])
def test_however_it_is_cut_the_store_is_a_prefix(folder: Path | None, cut: Sequence[int]) -> None:
    async def steps(scene: Scene) -> None:
        scene.own(0)
        for start, end in zip(cut[::2], cut[1::2], strict=True):
            await scene.read(start, end)
            scene.recovery.flush_buffers()
            assert scene.keys() == [key for key, _ in LOG[: scene.backend.position(0)]]
        assert scene.backend.position(0) == 10

    play(folder, steps)


def test_forgetting_is_for_good(folder: Path | None) -> None:
    async def steps(scene: Scene) -> None:
        scene.backend.write(0, LOG, 10)
        scene.backend.write(1, LOG, 10)
        scene.backend.forget(0)
        assert (scene.backend.position(0), scene.keys()) == (None, [])
        assert scene.backend.position(1) == 10

    play(folder, steps)
