"""The real Kafka for tests: one broker for all of them, each test alone under its own topic prefix and group."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from pipeline.broker import BrokerUnavailableError, LocalBroker
from pipeline.broker.artefacts import ensure
from pipeline.broker.bootstrap import named_bootstrap
from pipeline.broker.java import java_binary
from pipeline.worker_settings import WorkerSettings
from tests.kafka.carrier.fixtures import Bench
from tests.support.brokers import options
from tests.support.kafka_topics import MakeTopic, TopicMaker, delete_topics

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder `kafka`, so that `-m "not kafka"` leaves out just these."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.kafka)


@pytest.fixture(scope="session")
def local_kafka() -> None:
    """Ask for this to start brokers of your own: Java and Kafka's jars are here, or the test ends with the mend.

    Where KAFKA_BOOTSTRAP names a Kafka that end is a skip, since the pipeline's own tests run against that one;
    otherwise it is a failure: Kafka's tests are never left out silently.
    """
    try:
        java_binary()
        ensure()
    except BrokerUnavailableError as error:
        if named_bootstrap():
            pytest.skip(f"only for the local broker: {error}")
        pytest.fail(f"{error} Or leave these tests out: pytest -m 'not kafka'.", pytrace=False)


@pytest.fixture(scope="session")
def kafka(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Bootstrap address of the Kafka all tests share: KAFKA_BOOTSTRAP's, else a broker started for this run."""
    if named := named_bootstrap():
        yield named
        return
    request.getfixturevalue("local_kafka")
    broker = LocalBroker(tmp_path_factory.mktemp("kafka"), options=options())
    yield broker.start()
    broker.stop()
    shutil.rmtree(broker.folders.data)  # the logs stay, with pytest's other temporary folders


@pytest.fixture(scope="session")
def admin(kafka: str) -> AdminClient:
    """An admin client on the shared Kafka."""
    return AdminClient({"bootstrap.servers": kafka})


@pytest.fixture
def topic_prefix(admin: AdminClient, request: pytest.FixtureRequest) -> Iterator[str]:
    """A prefix no other test has; every topic that begins with it is deleted after the test."""
    prefix = _unique(request.node.name)
    yield prefix
    delete_topics(admin, prefix)


@pytest.fixture
def group(request: pytest.FixtureRequest) -> str:
    """A consumer group id no other test has."""
    return _unique(request.node.name) + "group"


@pytest.fixture
def make_topic(admin: AdminClient, topic_prefix: str) -> MakeTopic:
    """Make a topic under the test's prefix: `make_topic("events", partitions=4, config={...})` -> its full name."""
    return TopicMaker(admin, topic_prefix)


@pytest.fixture
def bench(kafka: str, make_topic: MakeTopic, topic_prefix: str, tmp_path: Path) -> Bench:
    """Topics of two partitions and worker settings for a test of the carrier."""
    source, target = make_topic("in", 2), make_topic("out", 2)
    topics = {source: 2, target: 2}
    settings = WorkerSettings(
        bootstrap=kafka, app_id=topic_prefix + "app", topics=topics, instance="w1", session_timeout_s=6.0
    )
    return Bench(settings, source, target, 2, tmp_path)


def _unique(name: str) -> str:
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", name)[:60]
    return f"{readable}-{uuid.uuid4().hex[:8]}-"
