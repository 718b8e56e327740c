"""Killed, paused, joined and left at any moment: every state and every output is there once, as if undisturbed."""

from __future__ import annotations

import random
import signal
import threading
import time

import pytest

from tests.kafka.carrier.fixtures import Bench
from tests.kafka.carrier.log import outputs, rows, states
from tests.kafka.carrier.process import WorkerProcess, process
from tests.kafka.carrier.tally import expected

Sent = list[tuple[bytes, bytes]]


def assert_exact(bench: Bench, sent: Sent) -> None:
    """Compare states and outputs with an ordinary loop over the same records."""
    state, out = expected(sent, 5)
    assert states(bench.bootstrap, bench.state_topic) == state
    assert outputs(bench.bootstrap, bench.target) == out


class Feeder(threading.Thread):
    """Produces in the background, a little at a time, so that whatever happens happens under load."""

    def __init__(self, bench: Bench, sent: Sent, piece: int = 400, pause_s: float = 0.1) -> None:
        super().__init__()
        self._bench, self._sent, self._piece, self._pause_s = bench, sent, piece, pause_s

    def run(self) -> None:
        """Produce everything."""
        for start in range(0, len(self._sent), self._piece):
            self._bench.feed(self._sent[start : start + self._piece])
            time.sleep(self._pause_s)


@pytest.mark.parametrize("store", [pytest.param("memory", marks=pytest.mark.slow), "rocksdb"])
def test_kill_9_again_and_again(bench: Bench, store: str) -> None:
    sent, dice = rows(12_000, keys=300), random.Random(store)
    feeder = Feeder(bench, sent)
    feeder.start()
    job = bench.job("w1", store=store, slow_s=0.04, checkpoint_interval_s=0.1, max_batch_records=200)
    for _ in range(2):
        with process(job, bench.log) as worker:
            worker.wait_ready()
            time.sleep(dice.uniform(0.05, 0.6))  # the random moment is the point
    feeder.join()
    with process(job, bench.log):
        bench.wait_committed()
    assert_exact(bench, sent)


def test_a_second_worker_joins_and_leaves_under_load(bench: Bench) -> None:
    sent = rows(16_000, keys=300)
    feeder = Feeder(bench, sent)
    with process(bench.job("w1", slow_s=0.005), bench.log) as first:
        first.wait_ready()
        feeder.start()
        with process(bench.job("w2", slow_s=0.005), bench.log) as second:
            second.wait_ready()
            time.sleep(0.5)
            assert _terminated(second) == 0
        with process(bench.job("w2", slow_s=0.005), bench.log) as third:
            third.wait_ready()
            assert _terminated(first) == 0
            feeder.join()
            bench.wait_committed()
            assert _terminated(third) == 0
    assert_exact(bench, sent)


def test_a_paused_worker_that_has_lost_its_partitions_writes_nothing_more(bench: Bench) -> None:
    sent = rows(16_000, keys=300)
    feeder = Feeder(bench, sent, pause_s=0.25)
    with process(bench.job("w1", slow_s=0.02), bench.log) as sleeper:
        sleeper.wait_ready()
        feeder.start()
        time.sleep(1.0)
        sleeper.popen.send_signal(signal.SIGSTOP)
        with process(bench.job("w2"), bench.log) as other:
            other.wait_ready()  # after the sleeper's session has timed out
            sleeper.popen.send_signal(signal.SIGCONT)
            feeder.join()
            bench.wait_committed()
    assert_exact(bench, sent)


def _terminated(worker: WorkerProcess) -> int:
    worker.popen.terminate()
    return worker.popen.wait(60)
