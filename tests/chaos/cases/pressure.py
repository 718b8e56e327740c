"""More than the worker can take, and a review queue that takes nothing."""

from __future__ import annotations

import time

from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import AlterConfigOpType, ConfigEntry, ConfigResource

from pipeline.broker import LocalCluster
from schemas import topics
from tests.chaos.scene import Scene

REPEATS = 6  # copies of the traffic's events, so that there is enough to be a burst
GROWTH_MB = 400.0
BLOCKED_S, PATIENCE_S = 10.0, 60.0


def burst(scene: Scene) -> str:
    """Produce far faster than the worker works, duplicates and all, and watch its memory: lag takes the burst."""
    worker = scene.worker()
    worker.start()
    worker.wait_ready()
    before = most = worker.rss_mb()
    began = time.monotonic()
    feeder = scene.feed(1e9, [m for m in scene.traffic.messages for _ in range(REPEATS)])
    feeder.finish()
    rate, lag = feeder.sent / (time.monotonic() - began), scene.lag()
    while scene.lag():
        most = max(most, worker.rss_mb())
        scene.queue.read(0.2)
    worked = feeder.sent / (time.monotonic() - began)
    assert most - before < GROWTH_MB, f"the worker grew from {before:.0f} to {most:.0f} MB"
    pace = f"{feeder.sent:,} events at {rate:,.0f}/s, worked off at {worked:,.0f}/s"
    return f"{pace}; lag {lag:,}; {before:.0f} to {most:.0f} MB"


def blocked(scene: Scene) -> str:
    """Demand that all three copies of the review queue be in sync, and kill one broker: nothing else is refused."""
    cluster = scene.broker
    assert isinstance(cluster, LocalCluster)
    worker = scene.worker()
    worker.start()
    worker.wait_ready()
    feeder = scene.feed(3000)
    time.sleep(2)
    _set(scene, "min.insync.replicas", "3")
    cluster.brokers[0].kill()
    feeder.finish()
    lag = _stuck(scene)
    assert worker.alive, f"the worker has ended: see {worker.log}"
    cluster.brokers[0].start()
    cluster.wait_ready()
    return f"nothing committed for {BLOCKED_S:.0f} s, lag {lag:,}; 1 broker killed"


def refused(scene: Scene) -> str:
    """Let the broker find every alert too large: the worker ends rather than go on without; mended, it resumes."""
    worker = scene.worker()
    worker.start()
    worker.wait_ready()
    _set(scene, "max.message.bytes", "100")
    scene.feed(3000).finish()
    code = worker.wait(PATIENCE_S)
    assert code == 1, f"the worker ended with {code}: see {worker.log}"
    lag = scene.lag()
    assert lag, "everything was committed although no alert could be delivered"
    _set(scene, "max.message.bytes", str(1 << 20))
    worker.start()
    return f"ended with 1 at lag {lag:,}, started again"


def _stuck(scene: Scene) -> int:
    """Return the lag once it has stood still for long; what holds no alert may be committed until then."""
    lag, since, deadline = scene.lag(), time.monotonic(), time.monotonic() + PATIENCE_S
    while time.monotonic() - since < BLOCKED_S:
        assert time.monotonic() < deadline, "the worker is not held by a review queue that takes nothing"
        time.sleep(0.2)
        before, lag = lag, scene.lag()
        since = since if lag == before else time.monotonic()
    assert lag, "everything was committed although no alert could be delivered"
    return lag


def _set(scene: Scene, name: str, value: str) -> None:
    """Change a setting of the review queue's topic."""
    entry = ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ConfigResource.Type.TOPIC, scene.names.of(topics.ALERTS), incremental_configs=[entry])
    admin = AdminClient({"bootstrap.servers": scene.bootstrap})
    for done in admin.incremental_alter_configs([resource]).values():
        done.result(10)
