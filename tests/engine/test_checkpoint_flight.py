"""A checkpoint under way: the engine goes on beside it, reads what it has let go of, and is told how it ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pytest
from confluent_kafka import KafkaError, KafkaException

from pipeline.checkpoint import Checkpointer, StageTable
from pipeline.group_member import Member
from pipeline.metrics_recording import RecordingMetrics
from pipeline.open_partition import Custody, OpenPartition
from pipeline.producer import Outbox
from pipeline.stage import Send
from pipeline.store.entries import OFFSETS_KEY, engine_key
from pipeline.store.memory import MemoryBackend
from pipeline.store.reader import PartitionReader
from pipeline.worker_settings import WorkerSettings

ME = Member("g", 1, "w")
FAILED = KafkaException(KafkaError(KafkaError._STATE))
Entries = Sequence[tuple[bytes, bytes | None]]


class Engine:
    """Stands for a stage's part; it has these entries to write."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries

    def checkpoint(self) -> Entries:
        return self.entries


class HeldCommit:
    """An outbox whose commit ends when it is told to, well or not."""

    def __init__(self, failing: Exception | None = None) -> None:
        self.may_end, self.failing, self.committed = asyncio.Event(), failing, list[Mapping[Any, int]]()

    async def send_state(self, key: Any, entries: Entries) -> asyncio.Future[int]:
        position = asyncio.get_running_loop().create_future()
        position.set_result(len(entries))
        return position

    async def commit(self, offsets: Mapping[Any, int], member: Member) -> None:
        await self.may_end.wait()
        if self.failing is not None:
            raise self.failing
        self.committed.append(offsets)


class Scene:
    """One partition, its store, and a checkpointer over a held commit."""

    def __init__(self, entries: Entries, failing: Exception | None = None) -> None:
        self.backend, self.outbox, self.told = MemoryBackend(), HeldCommit(failing), list[Any]()
        self.backend.write(0, [(engine_key(b"old"), b"1"), (engine_key(b"gone"), b"1")], 1)
        self.reader = PartitionReader(self.backend, 0)
        engine: Any = Engine(entries)
        self.part = OpenPartition("stage", 0, engine, {"in": Custody(7, 1)}, 0.0, self.reader.ahead, moved=True)
        tables = {"stage": StageTable("changelog", self.backend)}
        self.checkpointer = Checkpointer(cast("Outbox", self.outbox), tables, self, RecordingMetrics())

    def checkpointed(self, offsets: Any, *, committed: bool) -> None:
        self.told.append((offsets, committed))


def test_what_is_on_its_way_is_read_from_there_until_the_store_has_it() -> None:
    async def run() -> None:
        scene = Scene([(b"old", b"2"), (b"new", b"3"), (b"gone", None)])
        await scene.checkpointer.write([scene.part], ME)
        assert not scene.part.moved
        assert scene.backend.get(0, engine_key(b"old")) == b"1"
        assert [scene.reader.get(key) for key in (b"old", b"new", b"gone", b"never")] == [b"2", b"3", None, None]
        assert scene.checkpointer.landed_at == float("inf")
        assert scene.told == []
        scene.outbox.may_end.set()
        assert await scene.checkpointer.landed()
        assert not scene.reader.ahead
        assert [scene.reader.get(key) for key in (b"old", b"new", b"gone")] == [b"2", b"3", None]
        assert scene.told == [({("in", 0): 7}, True)]
        assert scene.backend.get(0, OFFSETS_KEY) == b'{"in":7}'
        assert scene.checkpointer.landed_at < float("inf")
        assert not await scene.checkpointer.landed()  # once is enough

    asyncio.run(run())


def test_how_a_commit_has_failed_is_told_once_and_nothing_is_stored() -> None:
    async def run() -> None:
        scene = Scene([(b"old", b"2")], FAILED)
        await scene.checkpointer.write([scene.part], ME)
        scene.outbox.may_end.set()
        with pytest.raises(KafkaException):
            await scene.checkpointer.landed()
        assert not await scene.checkpointer.landed()
        assert scene.backend.get(0, engine_key(b"old")) == b"1"
        assert scene.told == []

    asyncio.run(run())


class Recorder:
    """Stands where confluent-kafka's producer is; notes the order of what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.on_commit: Callable[[], Any] = lambda: None

    def begin_transaction(self) -> None:
        self.said.append("begin")

    def produce(self, topic: str, value: bytes, *rest: Any) -> None:
        self.said.append(value.decode())

    def poll(self, seconds: float) -> int:
        return 0

    def flush(self, seconds: float) -> int:
        self.on_commit()
        return 0

    def send_offsets_to_transaction(self, *rest: Any) -> None:
        self.said.append("offsets")

    def commit_transaction(self, seconds: float) -> None:
        self.said.append("commit")


def outbox() -> tuple[Any, Recorder]:
    one: Any = Outbox(WorkerSettings(bootstrap="x", app_id="a", topics={}, instance="w"), RecordingMetrics())
    one._producer = recorder = Recorder()
    return one, recorder


def send(name: str, size: int = 0) -> Send:
    return Send("out", None, name.encode() + b"." * size, 0)


def test_messages_wait_for_the_checkpoint_and_those_sent_during_a_commit_for_the_next() -> None:
    async def run() -> None:
        one, recorder = outbox()
        await one.send([send("a"), send("b")])
        assert recorder.said == []
        await one.send_state(("log", 0), [(b"k", b"state")])
        assert recorder.said == ["begin", "a", "b", "state"]
        loop = asyncio.get_running_loop()
        recorder.on_commit = lambda: asyncio.run_coroutine_threadsafe(one.send([send("c")]), loop).result(5)
        await one.commit({("in", 0): 5}, ME)
        assert recorder.said[4:] == ["offsets", "commit"]
        await one.send([send("d")])
        await one.send_state(("log", 0), [(b"k", b"more")])
        assert recorder.said[6:] == ["begin", "c", "d", "more"]

    asyncio.run(run())


def test_much_that_waits_is_sent_before_and_is_known_to_be_much() -> None:
    async def run() -> None:
        one, recorder = outbox()
        for number in range(5):
            await one.send([send(str(number), 1_000_000)])
        assert [word[:1] for word in recorder.said] == ["b", "0", "1", "2", "3", "4"]
        one._committing = True  # nothing can be sent now
        for number in range(40):
            await one.send([send(str(number), 1_000_000)])
        assert one.full
        assert len(recorder.said) == 6

    asyncio.run(run())
