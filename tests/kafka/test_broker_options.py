"""What can be asked of a broker: other server properties, security, several nodes; and what a failed start says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from pipeline.broker import BrokerError, LocalBroker, LocalCluster
from tests.support.brokers import options
from tests.support.kafka_topics import TopicMaker
from tests.support.round_trip import produce

pytestmark = pytest.mark.usefixtures("local_kafka")

SCRAM = options(
    protocol="SASL_PLAINTEXT",
    properties={
        "sasl.enabled.mechanisms": "SCRAM-SHA-256",
        "listener.name.client.scram-sha-256.sasl.jaas.config": (
            "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        ),
    },
    format_arguments=("--add-scram", "SCRAM-SHA-256=[name=writer,password=right]"),
)


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[LocalBroker]:
    with LocalBroker(tmp_path, options=SCRAM) as broker:
        yield broker


def test_a_broker_can_demand_a_password(secured: LocalBroker) -> None:
    topic = TopicMaker(AdminClient({"bootstrap.servers": secured.internal_bootstrap}), "")("t")
    produce(secured.bootstrap, topic, [b"in"], _login("right"))
    with pytest.raises(KafkaException):
        produce(secured.bootstrap, topic, [b"out"], {**_login("wrong"), "message.timeout.ms": "1000"})


def test_a_failed_start_names_its_log_and_leaves_nothing_running(tmp_path: Path) -> None:
    broken = options(properties={"authorizer.class.name": "no.such.Authorizer"})
    broker = LocalBroker(tmp_path, options=broken)
    with pytest.raises(BrokerError, match=r"its log is .*kafka\.log; it says: .*no\.such\.Authorizer"):
        broker.start()
    assert broker.pid is None
    assert broker.status().state == "stopped"


def test_a_cluster_goes_on_without_one_of_three(tmp_path: Path) -> None:
    cluster = LocalCluster(tmp_path, options=options())
    bootstrap = cluster.start()
    try:
        admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 2})
        topic = TopicMaker(admin, "")("t", partitions=3)
        cluster.brokers[0].kill()
        produce(bootstrap, topic, [b"%d" % number for number in range(30)], {"log_level": "2"})
        found = admin.list_topics(topic, timeout=10).topics[topic]
    finally:
        cluster.stop()
    assert all(len(partition.replicas) == 3 for partition in found.partitions.values())
    assert all(partition.leader in {2, 3} for partition in found.partitions.values())


def _login(password: str) -> dict[str, str]:
    mechanism = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanisms": "SCRAM-SHA-256"}
    return {**mechanism, "sasl.username": "writer", "sasl.password": password, "log_level": "2"}
