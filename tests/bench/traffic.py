"""The events of a bench: the demo's mix, from the simulation; put on Kafka once for every run."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from confluent_kafka.admin import AdminClient

from pipeline.ingest.cloud_events import Message
from pipeline.ingest.producer import EventProducer
from pipeline.simulate.settings import SimulationSettings
from pipeline.simulate.simulation import Simulation
from pipeline.topic_admin import TopicAdmin
from schemas.topics import TOPICS
from tests.support.kafka_topics import delete_topics

EVENTS_A_DAY = 7.5  # at least, of one account


def demo_mix(count: int, accounts: int = 20_000, seed: int = 5) -> list[Message]:
    """Return the first events of a simulation with campaigns and bursts."""
    days = max(0.2, 1.1 * count / accounts / EVENTS_A_DAY)
    return list(islice(Simulation(SimulationSettings(days=days, accounts=accounts, seed=seed)), count))


@contextmanager
def topics(bootstrap: str, partitions: int | None = None) -> Iterator[tuple[str, dict[str, int]]]:
    """Make all topics under a prefix of their own; give prefix and counts; delete whatever begins with it."""
    prefix = f"bench-{uuid.uuid4().hex[:8]}-"
    admin = TopicAdmin({"bootstrap.servers": bootstrap})
    names = admin.create(TOPICS, prefix, partitions)
    try:
        yield prefix, {name: found.partitions for name, found in admin.found(names).items()}
    finally:
        delete_topics(AdminClient({"bootstrap.servers": bootstrap}), prefix)


def fill(bootstrap: str, prefix: str, events: Sequence[Message]) -> None:
    """Produce the events and wait for every delivery."""
    with EventProducer(bootstrap, prefix=prefix) as producer:
        for event in events:
            producer.send(*event)
