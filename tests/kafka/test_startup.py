"""How `abusewatch worker` starts, and how it says what keeps it from starting: in a line that names the setting."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.support.live import worker
from tests.support.site import Site


@pytest.fixture
def site(kafka: str, topic_prefix: str, tmp_path: Path) -> Site:
    return Site(kafka, topic_prefix, tmp_path)


def test_a_taken_port_is_said_with_the_setting(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with worker(site.bootstrap, site.prefix, site.folder, ABUSEWATCH_WORKER__WEB_PORT=port) as process:
            assert process.wait(60) == 1
    assert f"127.0.0.1:{port} (Address already in use): set worker.web_port" in site.log().splitlines()[-1]
    assert "Traceback" not in site.log()


def test_an_absent_kafka_is_said_in_one_line(tmp_path: Path) -> None:
    with worker("127.0.0.1:9", "", tmp_path) as process:
        assert process.wait(60) == 1
    said = [line for line in (tmp_path / "worker.log").read_text("utf-8").splitlines() if "state_secret" not in line]
    assert len(said) == 1
    assert "no Kafka answers at 127.0.0.1:9 (kafka.bootstrap, --bootstrap or KAFKA_BOOTSTRAP)" in said[0]
    assert "Connection refused" in said[0]


def test_the_log_of_an_orderly_life_is_short_and_says_what_the_worker_holds(site: Site) -> None:
    with site.running() as (process, at):
        process.terminate()
        assert process.wait(60) == 0
    said = site.log()
    assert f"group {site.group} at Kafka {site.bootstrap}" in said
    assert f"/metrics are served on 127.0.0.1:{at.port}" in said
    assert "partitions: account 2, campaigns 1, content 2, decisions 2, observations 2, rates 1" in said
    assert said.splitlines()[-1].endswith("stopped")
    assert len(said.splitlines()) < 12, said


def test_a_folder_that_cannot_be_written_is_said_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = str(tmp_path / "file" / "state")
    with worker("127.0.0.1:9", "", tmp_path, ABUSEWATCH_WORKER__FOLDER=folder,
                ABUSEWATCH_WORKER__STORE="rocksdb") as process:  # fmt: skip
        assert process.wait(60) == 2
    said = (tmp_path / "worker.log").read_text("utf-8")
    assert "worker.folder: " in said and "cannot be written (Not a directory)" in said
    assert "(in ABUSEWATCH_WORKER__FOLDER)" in said and "Traceback" not in said


def test_a_kafka_that_lets_nobody_in_so_is_told_apart_from_none(site: Site) -> None:
    """The broker speaks no SASL: it answers, and ends the handshake."""
    wanted = '{"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.username": "a"}'
    secret = site.folder / "password"
    secret.write_text("b")
    with worker(site.bootstrap, site.prefix, site.folder, ABUSEWATCH_KAFKA__SECURITY=wanted,
                ABUSEWATCH_KAFKA__PASSWORD_FILE=str(secret)) as process:  # fmt: skip
        assert process.wait(60) == 1
    said = site.log().splitlines()[-1]
    assert f"Kafka at {site.bootstrap} refuses the connection (kafka.security, " in said
