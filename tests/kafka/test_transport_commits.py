"""Offsets are committed exactly up to the last record processed, and promptly."""

from __future__ import annotations

import struct
import urllib.error
import urllib.request

from confluent_kafka import Consumer

from pipeline.cluster import Cluster
from pipeline.group_member import Member
from tests.kafka.carrier.fixtures import Bench
from tests.kafka.carrier.log import outputs, produce_transaction, rows, states, wait_until
from tests.kafka.carrier.tally import expected
from tests.kafka.carrier.threaded import working


def test_commits_soon_and_to_the_last_record(bench: Bench) -> None:
    """Not a batch an interval, as Faust does by itself: the commit under way, a lull's and one more have all."""
    sent = rows(5_000)
    with working([bench.stage()], bench.worker(checkpoint_interval_s=1.0, max_batch_records=100)) as worker:
        worker.wait_ready()
        bench.feed(sent)
        total = worker.metrics.total
        wait_until(lambda: total("abusewatch_records_total") == 5_000)
        before = total("abusewatch_commits_total")
        bench.wait_committed()
        assert total("abusewatch_commits_total") - before <= 3
    state, out = expected(sent, 5)
    assert states(bench.bootstrap, bench.state_topic) == state
    assert outputs(bench.bootstrap, bench.target) == out


def test_commits_past_markers_and_aborted_records_without_processing_them(bench: Bench) -> None:
    kept = rows(300)
    with working([bench.stage()], bench.worker(checkpoint_interval_s=0.2)) as worker:
        worker.wait_ready()
        produce_transaction(bench.bootstrap, bench.source, kept[:200], commit=True)
        produce_transaction(bench.bootstrap, bench.source, rows(100, start=1_000), commit=False)
        bench.feed(kept[200:])
        produce_transaction(bench.bootstrap, bench.source, rows(50, start=2_000), commit=False)
        bench.wait_committed()  # the log ends with markers of an aborted transaction
    assert states(bench.bootstrap, bench.state_topic) == expected(kept, 5)[0]


def test_a_partition_without_a_commit_is_read_from_its_beginning(bench: Bench) -> None:
    sent = rows(400)
    bench.feed(sent)
    with working([bench.stage()], bench.worker(checkpoint_interval_s=0.2)):
        bench.wait_committed()
    assert states(bench.bootstrap, bench.state_topic) == expected(sent, 5)[0]


def test_many_dirty_entries_call_for_a_checkpoint_before_its_time(bench: Bench) -> None:
    patient = bench.worker(
        checkpoint_interval_s=600.0, checkpoint_in_lulls=False, checkpoint_entries=100, idle_after_s=600.0
    )
    with working([bench.stage()], patient) as worker:
        worker.wait_ready()
        bench.feed(rows(1_000, keys=1_000))
        worker_total = worker.metrics.total
        wait_until(lambda: worker_total("abusewatch_checkpoint_entries_total") >= 1_000)


def test_what_was_sent_is_committed_in_the_first_lull_and_not_at_the_interval(bench: Bench) -> None:
    with working([bench.stage()], bench.worker(checkpoint_interval_s=600.0, idle_after_s=600.0)) as worker:
        worker.wait_ready()
        bench.feed(rows(200))
        bench.wait_committed(timeout_s=60.0)


def test_a_lull_is_told_once_and_then_checkpointed(bench: Bench) -> None:
    stage = bench.stage()
    with working(
        [stage], bench.worker(checkpoint_interval_s=600.0, checkpoint_in_lulls=False, idle_after_s=0.3)
    ) as worker:
        worker.wait_ready()
        bench.feed(rows(200))
        bench.wait_committed()
        wait_until(lambda: set(stage.idles) == {0, 1})
        told = len(stage.idles)
        bench.feed(rows(200, start=200))
        bench.wait_committed()
        wait_until(lambda: len(stage.idles) == told + 2)  # one may be told, and both checkpointed, before the other
    assert sorted(stage.idles[told:]) == [0, 1]


def test_health_and_metrics_are_served_on_the_loopback(bench: Bench) -> None:
    with working([bench.stage()], bench.worker(web_port=0)) as worker:
        wait_until(lambda: worker.app.health.port is not None)
        base = f"http://127.0.0.1:{worker.app.health.port}"
        assert _status(base + "/healthz") == 200
        wait_until(lambda: _status(base + "/readyz") == 200)
        assert _status(base + "/metrics") == 200


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_the_group_metadata_is_what_librdkafka_writes_itself(bench: Bench) -> None:
    consumer = Consumer({"bootstrap.servers": bench.bootstrap, "group.id": "some-group"})
    theirs = consumer.consumer_group_metadata()
    consumer.close()
    assert Member("some-group", -1, "").metadata() == theirs
    assert struct.pack("=i", 7) + b"g\0m\0" in Member("g", 7, "m").metadata()


def test_an_input_made_anew_stops_the_worker_with_the_mend(bench: Bench) -> None:
    with working([bench.stage()], bench.worker(checkpoint_interval_s=0.2)):
        bench.feed(rows(100))
        bench.wait_committed()
    _remove(bench)  # the worker makes it again, empty
    with working([bench.stage()], bench.worker()) as worker:
        assert worker.wait_ended() == 1
        assert "made anew" in str(worker.app.crash_reason)


def _remove(bench: Bench) -> None:
    cluster = Cluster({"bootstrap.servers": bench.bootstrap})
    cluster._admin.delete_topics([bench.source])[bench.source].result(15)
    wait_until(lambda: bench.source not in cluster.partitions())
