"""What a case is given: topics of its own, workers, a feeder, the review queue, dice."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from confluent_kafka import KafkaException

from pipeline.broker import LocalBroker, LocalCluster
from pipeline.client_config import client_settings
from pipeline.cluster import Cluster
from pipeline.ingest.cloud_events import Message
from pipeline.names import Names
from pipeline.topic_admin import TopicAdmin
from schemas import topics
from tests.chaos.feeder import Feeder
from tests.chaos.review_queue import ReviewQueue
from tests.chaos.traffic import Traffic
from tests.chaos.verdict import Verdict, judge
from tests.chaos.worker_process import WorkerProcess
from tests.test_replay_equals_stages import content

PARTITIONS = 4
# Nothing new on the queue for so long: nothing more will come. On a busy machine three rooms, one after the other, take
# over 8 to see that their inputs are quiet; only a case that fails waits for it.
QUIET_S = 30.0
INPUTS = (topics.ACCOUNT_EVENTS, topics.CONTENT_EVENTS)
INSIDE = (topics.OBSERVATIONS, topics.RATES, topics.FINDINGS)


class Scene:
    """One run of one case on `broker`."""

    def __init__(
        self, broker: LocalBroker | LocalCluster, name: str, folder: Path, traffic: Traffic, seed: int
    ) -> None:
        self.broker, self.traffic, self.folder = broker, traffic, folder
        self.prefix = f"{name}-{seed}-"
        self.dice = Random(f"{name}-{seed}")
        self.workers: list[WorkerProcess] = []
        self.feeders: list[Feeder] = []
        self.names = Names(self.prefix)
        TopicAdmin(client_settings(self.bootstrap)).create(topics.TOPICS, self.prefix, PARTITIONS, None)
        self.queue = ReviewQueue(self.bootstrap, self.names.of(topics.ALERTS), PARTITIONS)

    @property
    def bootstrap(self) -> str:
        """Return where the broker is."""
        return self.broker.bootstrap

    def worker(self, name: str = "w1", bootstrap: str | None = None, **settings: str) -> WorkerProcess:
        """Return a worker, not yet started; `settings` are environment variables."""
        made = WorkerProcess(name, bootstrap or self.bootstrap, self.prefix, self.folder, settings)
        self.workers.append(made)
        return made

    def feed(self, rate: float, messages: Sequence[Message] | None = None, bootstrap: str | None = None) -> Feeder:
        """Begin to produce the traffic (or `messages`) at `rate` a second."""
        feeder = Feeder(bootstrap or self.bootstrap, self.prefix, messages or self.traffic.messages, rate)
        self.feeders.append(feeder)
        feeder.start()
        return feeder

    def settle(self, timeout_s: float = 150.0) -> Verdict:
        """Let everything be produced and worked off, stop the workers in order, and compare."""
        for feeder in self.feeders:
            feeder.finish()
        for worker in filter(lambda one: one.alive, self.workers):
            worker.wait_ready()  # what it still holds it lets go of when it sees that its inputs are quiet
        self.queue.grew_at = time.monotonic()
        self._wait(time.monotonic() + timeout_s)
        for worker in filter(lambda one: one.alive, self.workers):
            worker.stop()
        self.queue.drain()
        return judge(self.traffic.expected, self.queue.alerts)

    def _wait(self, deadline: float) -> None:
        """Return when input is worked off and the queue is as expected, or nothing more will come."""
        while time.monotonic() < deadline:
            self.queue.read(0.2)
            assert any(worker.alive for worker in self.workers), "no worker is left"
            if self._behind(INPUTS):
                continue
            quiet = time.monotonic() - self.queue.grew_at > QUIET_S
            if content(self.queue.alerts) == self.traffic.expected or (quiet and not self._behind(INSIDE)):
                return

    def _behind(self, of: Sequence[topics.Topic]) -> bool:
        try:
            return self.lag(of) > 0
        except (KafkaException, TimeoutError):  # the broker is coming back
            return True

    def wait_owner(self, worker: WorkerProcess, timeout_s: float = 30.0) -> None:
        """Wait until `worker` has taken records."""
        deadline = time.monotonic() + timeout_s
        while not worker.metric("abusewatch_records_total"):
            assert time.monotonic() < deadline, f"{worker.name} was given nothing: see {worker.log}"
            time.sleep(0.05)

    def lag(self, of: Sequence[topics.Topic] = INPUTS) -> int:
        """Return how many events (or packets) are not committed."""
        cluster = Cluster(client_settings(self.bootstrap))
        counts = {topic: PARTITIONS if topic.partitions > 1 else 1 for topic in of}
        keys = [(self.names.of(topic), p) for topic, count in counts.items() for p in range(count)]
        done = cluster.committed(f"{self.prefix}worker", keys)
        return sum(end - done.get(key, 0) for key, end in cluster.ends(keys).items())

    def close(self) -> None:
        """End whatever still runs."""
        for feeder in self.feeders:
            feeder.abandon()
        for worker in self.workers:
            worker.kill()
        self.queue.close()
