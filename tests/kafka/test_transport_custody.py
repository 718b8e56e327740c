"""Chain of custody: whatever is dropped, repeated or sought away, every record is taken once and in order."""

from __future__ import annotations

import asyncio
import itertools
import time
from functools import partial
from typing import Any

import pytest
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP

from pipeline.app import App
from pipeline.cluster import Cluster
from tests.kafka.carrier.fixtures import Bench
from tests.kafka.carrier.log import delete_before, outputs, rows, states, wait_until
from tests.kafka.carrier.tally import expected
from tests.kafka.carrier.threaded import working
from tests.support.kafka_topics import MakeTopic

QUICK = {"checkpoint_interval_s": 0.2, "max_batch_records": 200}


def assert_exact(bench: Bench, sent: list[tuple[bytes, bytes]]) -> None:
    """Compare states and outputs with an ordinary loop over the same records."""
    state, out = expected(sent, 5)
    assert states(bench.bootstrap, bench.state_topic) == state
    assert outputs(bench.bootstrap, bench.target) == out


def test_a_stray_seek_is_refused_and_mended(bench: Bench) -> None:
    sent = rows(6_000)
    with working([bench.stage(slow_s=0.05)], bench.worker(**QUICK)) as worker:
        worker.wait_ready()
        bench.feed(sent[:4_000])  # about 2,000 in each partition
        # past the first batch in both: one sought to the start that reaches beyond what is taken goes on with the chain
        wait_until(lambda: worker.metrics.total("abusewatch_records_total") > 2_300)
        for offset in (0, 1_200, 10):
            worker.call(worker.app.consumer.seek(TP(bench.source, 0), offset))
            time.sleep(0.1)
        bench.feed(sent[4_000:])
        bench.wait_committed()
        refused = worker.metrics.total("abusewatch_custody_refusals_total", topic=bench.source)
    assert refused >= 1
    assert_exact(bench, sent)


def test_batches_dropped_on_the_way_are_fetched_again_even_the_last(bench: Bench) -> None:
    sent = rows(3_000)
    dropped: list[Any] = []

    def drop(app: App) -> None:
        """Lose every third batch between fetch and agent, as Faust does around a rebalance."""
        count = itertools.count()

        async def losing(message: Any) -> None:
            if message.topic == bench.source and message.value.batch.records and next(count) % 3 == 2:
                dropped.append(message)
            else:
                await deliver(message)

        consumer: Any = app.consumer
        deliver, consumer.callback = consumer.callback, losing

    with working([bench.stage()], bench.worker(**QUICK), drop) as worker:
        worker.wait_ready()
        bench.feed(sent)
        bench.wait_committed()
        sought = worker.metrics.total("abusewatch_seeks_total", topic=bench.source)
        assert 1 <= sought <= len(dropped)
    assert worker.metrics.total("abusewatch_custody_refusals_total", topic=bench.source) >= 1
    assert_exact(bench, sent)


def test_partitions_paused_while_records_are_fetched_lose_none(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faust pauses and resumes at every recovery, in the very set by which its other thread is just fetching."""
    sent = rows(3_000)
    fetch = AIOKafkaConsumerThread._fetch_records
    count, paused = itertools.count(), list[set[Any]]()

    async def pausing(thread: Any, *args: Any, **options: Any) -> Any:
        if next(count) % 20 == 0:
            live = thread.consumer._active_partitions
            paused.append(set(live))
            live.clear()
            asyncio.get_running_loop().call_later(0.05, live.update, paused[-1])
        return await fetch(thread, *args, **options)

    with working([bench.stage()], bench.worker(**QUICK)) as worker:
        worker.wait_ready()
        monkeypatch.setattr(AIOKafkaConsumerThread, "_fetch_records", pausing)
        for start in range(0, len(sent), 500):
            bench.feed(sent[start : start + 500])
        bench.wait_committed()
    assert any(paused)
    assert_exact(bench, sent)


def test_holes_that_compaction_leaves_are_no_holes_in_custody(bench: Bench, make_topic: MakeTopic) -> None:
    compacting = {"cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0.01", "segment.ms": "500",
                  "min.compaction.lag.ms": "0"}  # fmt: skip
    source = make_topic("compacted", 2, compacting)
    holed = Bench(bench.worker(topics={source: 2, bench.target: 2}), source, bench.target, 2, bench.folder)
    holed.feed(rows(2_000))
    time.sleep(0.6)  # the segment's age, which only the next record's arrival makes the broker look at
    last = rows(20, start=2_000)
    holed.feed(last)
    wait_until(lambda: len(outputs(bench.bootstrap, source)) < 1_000)
    left = outputs(bench.bootstrap, source)
    with working([holed.stage()], holed.worker(**QUICK)) as worker:
        holed.wait_committed()
        assert worker.metrics.total("abusewatch_records_total") == len(left)
        assert worker.metrics.total("abusewatch_custody_refusals_total") == 0


def test_a_failing_stage_stops_the_worker_without_committing_the_batch(bench: Bench) -> None:
    good, bad = rows(500), rows(300, start=500)
    bad[150] = (bad[150][0], b"poison")
    with working([bench.stage(poison=b"poison")], bench.worker(**QUICK)) as worker:
        bench.feed(good)
        bench.wait_committed()
        bench.feed(bad)
        assert worker.wait_ended() == 1
        assert isinstance(worker.app.crash_reason, ValueError)
        assert not worker.app.is_live()
    with working([bench.stage()], bench.worker(**QUICK)):
        bench.wait_committed()
    assert_exact(bench, good + bad)


def test_what_cannot_be_delivered_stops_the_worker_and_loses_nothing(bench: Bench, make_topic: MakeTopic) -> None:
    sent = rows(200)
    narrow = make_topic("narrow", 1, {"max.message.bytes": "100"})  # no batch of output fits
    with working([_to(bench, narrow)], bench.worker(**QUICK)) as worker:
        worker.wait_ready()
        bench.feed(sent)
        assert worker.wait_ended() == 1
        assert worker.metrics.total("abusewatch_delivery_failures_total", topic=narrow) > 0
    with working([bench.stage()], bench.worker(**QUICK)):
        bench.wait_committed()
    assert_exact(bench, sent)


def _to(bench: Bench, target: str) -> Any:
    stage = bench.stage()
    stage.target = target
    return stage


def test_what_retention_deletes_unread_is_told(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """Both between a stop and a start, and under a worker that lags; what is left is worked on."""
    first, cluster = bench.inputs[0], Cluster({"bootstrap.servers": bench.bootstrap})
    with working([bench.stage()], bench.worker(**QUICK)):
        bench.feed(rows(1_000))
        bench.wait_committed()
    begin = cluster.ends([first])[first]
    bench.feed(rows(1_000, start=1_000))
    delete_before(bench.bootstrap, first, begin + 200)
    with working([bench.stage(slow_s=0.3)], bench.worker(**QUICK)) as worker:
        bench.wait_committed()
        taken = partial(worker.metrics.total, "abusewatch_records_total", topic=bench.source)
        missed = partial(worker.metrics.total, "abusewatch_offsets_missed_total", topic=bench.source)
        assert (taken(), missed()) == (800, 200)
        long = [(key, value.ljust(4_000)) for key, value in rows(6_000, start=2_000)]  # more than is fetched at once
        bench.feed(long)
        delete_before(bench.bootstrap, first, cluster.ends([first])[first] - 100)
        bench.wait_committed()
        assert missed() > 200
        assert taken() + missed() == 7_000
    assert f"{first[0]}/0: 200 offsets from {begin} on went out of retention unread" in caplog.text
