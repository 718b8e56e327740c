"""TLS, passwords and permissions, for every client, against a broker that insists on them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.config_cli import app as config_app
from pipeline.control_cli import app as control_app
from tests.kafka.secured import Certificate, Permission, permissions
from tests.kafka.secured_clients import PASSWORD, Secured, Worker
from tests.support.command import Command
from tests.support.wire import to_bytes
from tests.test_replay_equals_stages import traffic

pytestmark = pytest.mark.usefixtures("local_kafka")
alerts, decide, ingest = (Command(f"pipeline.{m}") for m in ("alerts_cli", "decide_cli", "ingest.cli"))


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    found = Secured(tmp_path_factory.mktemp("secured"))
    topics = [sys.executable, "-m", "pipeline.cli", "topics", "create", "--partitions", "2", *found.client("admin")]
    subprocess.run(topics, check=True, capture_output=True)
    for who in ("worker", "ingest", "reader", "operator", "reviewer"):
        found.grant(who)
    yield found
    found.broker.stop()


@pytest.fixture(scope="module")
def events(secured: Secured) -> str:
    path = secured.folder / "events.jsonl"
    path.write_bytes(b"".join(to_bytes(one) + b"\n" for one in traffic(2)))
    return str(path)


def test_every_component_works_with_exactly_the_permissions_in_the_notes(
    secured: Secured, events: str, tmp_path: Path
) -> None:
    ingest("jsonl", events, *secured.client("ingest"))
    worker = Worker(secured, tmp_path)
    try:
        found = _some_alert(secured, worker)
        worker.process.terminate()
        assert worker.process.wait(60) == 0, worker.log.read_text()[-3000:]
    finally:
        worker.process.kill()
        worker.process.wait()
    decide(found, "violation", *secured.client("reviewer"))
    for words in (["snooze", "ip:192.0.2.7", "--for", "2h"], ["list"], ["lift", "ip:192.0.2.7"]):
        done = CliRunner().invoke(control_app, [*words, *secured.client("operator")])
        assert done.exit_code == 0, done.output
    assert PASSWORD not in worker.log.read_text()  # neither that of Kafka nor that of the state


def _some_alert(secured: Secured, worker: Worker) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and worker.process.poll() is None:
        lines = alerts("--no-follow", "--json", *secured.client("reader")).stdout.splitlines()
        if lines:
            return str(json.loads(lines[0])["alert_id"])
    pytest.fail(f"no alert came: {worker.log.read_text()[-3000:]}")


WORKER = permissions("worker")
QUICK = {"group", "transactional id"}  # the others take as long, and are asked for in the same way


def _slow(row: Permission) -> object:
    return pytest.param(row, id=_name(row), marks=() if row.kind in QUICK else pytest.mark.slow)


def _name(row: Permission) -> str:
    return f"{row.what}-{row.kind}-{row.name}"


@pytest.mark.parametrize("lacking", [_slow(row) for row in WORKER if row.what != "Create"])
def test_a_worker_with_one_permission_less_ends_and_says_which(
    secured: Secured, events: str, tmp_path: Path, lacking: Permission
) -> None:
    app_id = f"abusewatch-{WORKER.index(lacking)}"  # nothing done yet: every kind of output will be sent
    rows = [row._replace(name=row.name.replace("abusewatch", app_id)) for row in WORKER if row != lacking]
    secured.grant("worker", rows)
    ingest("jsonl", events, *secured.client("ingest"))
    worker = Worker(secured, tmp_path, "environment", app_id, loaded=True)
    try:
        assert worker.process.wait(60) == 1
    finally:
        worker.process.kill()
        worker.process.wait()
    words = worker.log.read_text()
    assert _last_error(words, lacking.name.rstrip("*"))
    assert PASSWORD not in words


def _last_error(words: str, name: str) -> bool:
    errors = [line for line in words.splitlines() if " ERROR pipeline.worker: the worker failed: " in line]
    lower = " ".join(errors).lower()
    return ("uthoriz" in lower or "does not let" in lower) and (name in lower or "transactional" in lower)


def _commands(secured: Secured, events: str) -> dict[str, tuple[Command, list[str]]]:
    return {
        "ingest": (ingest, ["jsonl", events]), "reader": (alerts, ["--no-follow"]),
        "reviewer": (decide, ["al-none", "benign", "--subject", "u1"]),
    }  # fmt: skip


@pytest.mark.parametrize("lacking", [*permissions("ingest"), *permissions("reader")], ids=_name)
def test_a_command_with_one_permission_less_ends_and_says_so(
    secured: Secured, events: str, lacking: Permission
) -> None:
    who = lacking.who
    secured.grant(who, [row for row in permissions(who) if row != lacking])
    command, arguments = _commands(secured, events)[who]
    done = command.run(*arguments, *secured.client(who))
    secured.grant(who)
    assert done.exit_code in {2, 3}
    assert "authoriz" in done.output.lower() or f"lacks {lacking.name}" in done.output
    command(*arguments, *secured.client(who))  # with it again, it works


def test_a_wrong_password_and_an_unknown_certificate_are_refused(
    secured: Secured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.topic_reader.CONNECT_S", 2.0)  # the client goes on trying until then
    wrong = alerts.run("--no-follow", *secured.client("reader", sasl_password="wrong"))
    stranger = str(Certificate(tmp_path, "stranger").pem)
    unknown = alerts.run("--no-follow", *secured.client("reader", ssl_ca_location=stranger))
    assert (wrong.exit_code, unknown.exit_code) == (3, 3)
    assert "wrong" not in wrong.output


def test_config_show_shows_no_secret(secured: Secured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "password").write_text(PASSWORD)
    monkeypatch.setenv("ABUSEWATCH_KAFKA__PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv(
        "ABUSEWATCH_KAFKA__SECURITY", json.dumps({"sasl.password": PASSWORD, "ssl.key.password": PASSWORD})
    )
    monkeypatch.setenv("ABUSEWATCH_ENGINE__STATE_SECRET", PASSWORD)
    monkeypatch.setenv("ABUSEWATCH_SASL_PASSWORD", PASSWORD)
    done = CliRunner().invoke(config_app, ["show"])
    assert done.exit_code == 0
    assert '"state_secret": "set"' in done.output
    assert PASSWORD not in done.output
