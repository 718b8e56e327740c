"""State comes back: from the changelog, from the disk, from a standby; and the same engine goes on with it."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from pipeline.store.rocks import RocksBackend
from tests.kafka.carrier.fixtures import Bench
from tests.kafka.carrier.log import outputs, read, rows, states, wait_until
from tests.kafka.carrier.tally import expected
from tests.kafka.carrier.threaded import ThreadedWorker, working

FIRST, SECOND = rows(4_000, keys=1_000), rows(2_000, keys=1_000, start=4_000)
HALF = b"999:999"  # an entry that is never committed


def settings(bench: Bench, store: str, **changes: Any) -> Any:
    """Return settings with quick checkpoints and a folder under the test's own."""
    return bench.worker(checkpoint_interval_s=0.2, store=store, folder=bench.folder / "w1", **changes)


def recovered(worker: ThreadedWorker) -> float:
    """Return how many entries were read from the changelog."""
    return worker.metrics.total("abusewatch_recovered_entries_total")


def assert_exact(bench: Bench) -> None:
    """Compare with an ordinary loop over both feeds."""
    state, out = expected([*FIRST, *SECOND], 5)
    assert states(bench.bootstrap, bench.state_topic) == state
    assert outputs(bench.bootstrap, bench.target) == out


@pytest.mark.parametrize(("store", "keep_disk"), [("memory", False), ("rocksdb", True), ("rocksdb", False)])
def test_a_worker_started_again_goes_on_exactly(bench: Bench, store: str, keep_disk: bool) -> None:
    with working([bench.stage()], settings(bench, store)):
        bench.feed(FIRST)
        bench.wait_committed()
    if not keep_disk:
        shutil.rmtree(bench.folder / "w1", ignore_errors=True)
    with working([bench.stage()], settings(bench, store)) as worker:
        worker.wait_ready()
        assert recovered(worker) == 0 if keep_disk else recovered(worker) >= 1_000
        bench.feed(SECOND)
        bench.wait_committed()
    assert_exact(bench)


def test_a_store_that_lacks_entries_is_read_again(bench: Bench) -> None:
    """It claims to be at the changelog's end and knows no offsets, though the group has committed: not believed."""
    with working([bench.stage()], settings(bench, "rocksdb")):
        bench.feed(FIRST)
        bench.wait_committed()
    backend = RocksBackend(bench.folder / "w1" / bench.settings.app_id / "tally", max_age_s=1e9)
    end = backend.position(0)
    backend.forget(0)
    backend.write(0, [], end or 0)
    backend.close()
    with working([bench.stage()], settings(bench, "rocksdb")):
        bench.feed(SECOND)
        bench.wait_committed()
    assert_exact(bench)


def test_an_aborted_checkpoint_is_not_recovered(bench: Bench) -> None:
    """The engine's entries and the offsets they cover come back together, or neither."""
    with working([bench.stage()], settings(bench, "memory")) as worker:
        bench.feed(FIRST)
        bench.wait_committed()
        worker.call(_half_a_checkpoint(worker, bench))
        written = {message.value() for message in read(bench.bootstrap, bench.state_topic)}
        assert len(written) > 1_000
        assert HALF not in written
    with working([bench.stage()], settings(bench, "memory")):
        bench.feed(SECOND)
        bench.wait_committed()
    assert_exact(bench)


async def _half_a_checkpoint(worker: ThreadedWorker, bench: Bench) -> None:
    """Write one entry and end there, before a checkpoint of the idle worker takes it along."""
    await worker.app.outbox.send_state((bench.state_topic, 0), [(b"skey-0", HALF)])
    await worker.app.outbox.close()


def test_a_standby_takes_over_without_replay(bench: Bench) -> None:
    first = ThreadedWorker([bench.stage()], settings(bench, "memory", standbys=1), lambda _: None)
    first.start()
    bench.feed(FIRST)
    bench.wait_committed()
    second_settings = bench.worker(checkpoint_interval_s=0.2, instance="w2", standbys=1)
    with working([bench.stage()], second_settings) as second:
        second.wait_ready()
        wait_until(lambda: _holds(second, bench) == {0, 1})
        copied = recovered(second)
        assert first.stop() == 0
        wait_until(lambda: second.app.is_ready() and len(second.app.consumer.assignment()) == 4)
        assert recovered(second) - copied < 10  # what was written while it changed over
        bench.feed(SECOND)
        bench.wait_committed()
    assert_exact(bench)


def _holds(worker: ThreadedWorker, bench: Bench) -> set[int]:
    """Return the partitions whose changelog the worker's store has to the end."""
    backend = worker.app.state_tables["tally"].backend
    ends = worker.app.cluster.ends([(bench.state_topic, p) for p in range(2)])
    return {p for (_, p), end in ends.items() if (backend.position(p) or 0) >= end - 1}
