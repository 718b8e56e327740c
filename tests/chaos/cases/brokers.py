"""The broker goes away, is slow, or is one of three that dies."""

from __future__ import annotations

import time

from pipeline.broker import LocalBroker, LocalCluster
from tests.chaos.scene import Scene

OUTAGE_S = 20.0
PATIENT_S = "20"  # a worker ends after five times as long without a checkpoint: a busy machine's broker needs a minute
PAUSES, PAUSED_S, BETWEEN_S = 25, (0.05, 0.8), (0.1, 0.6)
AWAY_S = 6.0


def outage(scene: Scene) -> str:
    """Stop the broker under load, and start it again on its data."""
    broker = scene.broker
    assert isinstance(broker, LocalBroker)
    scene.worker(ABUSEWATCH_WORKER__TRANSACTION_TIMEOUT_S=PATIENT_S).start()
    scene.workers[0].wait_ready()
    scene.feed(2000)
    time.sleep(3)
    broker.stop()
    time.sleep(OUTAGE_S)
    broker.start()
    return f"1 stop of {OUTAGE_S:.0f} s, 1 start"


def slow(scene: Scene) -> str:
    """Let the broker answer in fits and starts."""
    broker = scene.broker
    assert isinstance(broker, LocalBroker)
    scene.worker().start()
    scene.workers[0].wait_ready()
    scene.feed(1800)
    total = 0.0
    for _ in range(PAUSES):
        time.sleep(scene.dice.uniform(*BETWEEN_S))
        broker.pause()
        total += _slept(scene.dice.uniform(*PAUSED_S))
        broker.resume()
    return f"{PAUSES} pauses, {total:.0f} s in all"


def one_of_three(scene: Scene) -> str:
    """Kill each broker in turn but the last (replication 3, two in sync), and start it again."""
    cluster = scene.broker
    assert isinstance(cluster, LocalCluster)
    scene.worker().start()
    scene.workers[0].wait_ready()
    scene.feed(1000)
    time.sleep(2)
    for broker in cluster.brokers[:-1]:
        broker.kill()
        time.sleep(AWAY_S)
        broker.start()
        cluster.wait_ready()
    return f"{len(cluster.brokers) - 1} kills, one after the other, {AWAY_S:.0f} s each"


def _slept(seconds: float) -> float:
    time.sleep(seconds)
    return seconds
