"""`abusewatch topics` on a real broker: makes what is missing, names what differs, key by key."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import AlterConfigOpType, ConfigEntry, ConfigResource
from typer.testing import CliRunner

from pipeline.topics_cli import app
from schemas.topics import CONTROL, FINDINGS, RATES, TOPICS
from tests.support.kafka_topics import MakeTopic

NAMES = [topic.name for topic in TOPICS]


class Topics:
    """The command, run on the shared broker under one test's prefix."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._options = ["--bootstrap", bootstrap, "--prefix", prefix, "--json"]
        self.prefix = prefix

    def __call__(self, *arguments: str, exits: int | None = 0) -> Any:
        done = CliRunner().invoke(app, [*arguments, *self._options])
        assert exits is None or done.exit_code == exits, done.output
        return json.loads(done.stdout)

    def differences(self, *arguments: str) -> set[tuple[str, str, str, str]]:
        found = self("describe", *arguments, exits=1)["differences"]
        assert all(line["why"] for line in found)
        return {(line["topic"].removeprefix(self.prefix), line["key"], line["wanted"], line["found"]) for line in found}


@pytest.fixture
def topics(kafka: str, topic_prefix: str) -> Topics:
    return Topics(kafka, topic_prefix)


def test_what_was_made_is_as_in_the_catalogue_and_making_again_changes_nothing(topics: Topics) -> None:
    assert topics("create")["made"] == [topics.prefix + name for name in NAMES]
    assert topics("create") == {"made": [], "kept": [topics.prefix + name for name in NAMES]}
    found = topics("describe")
    assert found["differences"] == []
    made = {row["name"].removeprefix(topics.prefix): row for row in found["topics"]}
    assert set(made) == set(NAMES)
    for topic in TOPICS:
        row = made[topic.name]
        assert row["partitions"] == topic.partitions
        assert (row["cleanup.policy"], row["retention.ms"]) == (topic.cleanup, str(topic.retention_ms))


def test_partitions_are_set_for_all_but_topics_of_one(topics: Topics) -> None:
    topics("create", "--partitions", "6", "--replication", "1")
    rows = topics("describe", "--partitions", "6", "--replication", "1")["topics"]
    found = {row["name"].removeprefix(topics.prefix): row["partitions"] for row in rows}
    assert found == {name: 1 if name in (RATES.name, FINDINGS.name, CONTROL.name) else 6 for name in NAMES}
    assert topics.differences("--partitions", "5", "--replication", "2") == {
        *((name, "partitions", "5", "6") for name in NAMES if name not in (RATES.name, FINDINGS.name, CONTROL.name)),
        *((name, "replication", "2", "1") for name in NAMES),
    }


def test_missing_topics_are_named_and_create_fills_the_gap(topics: Topics, make_topic: MakeTopic) -> None:
    make_topic("abuse.alerts", 3, {"retention.ms": str(90 * 86_400_000)})
    assert topics.differences() == {(n, "topic", "present", "missing") for n in NAMES if n != "abuse.alerts"}
    assert topics.prefix + "abuse.alerts" not in topics("create")["made"]
    assert topics("describe")["differences"] == []


def test_each_key_that_differs_is_explained(topics: Topics, make_topic: MakeTopic) -> None:
    make_topic("abuse.control", 2, {"cleanup.policy": "delete", "retention.ms": "-1"})
    make_topic("abuse.decisions", 2, {"retention.ms": str(365 * 86_400_000)})
    make_topic("abuse.alerts", 4, {"retention.ms": "1000"})
    topics("create")
    assert topics.differences() == {
        ("abuse.control", "partitions", "1", "2"),
        ("abuse.control", "cleanup.policy", "compact", "delete"),
        ("abuse.decisions", "partitions", "4", "2"),
        ("abuse.alerts", "retention.ms", "7776000000", "1000"),
    }


def test_mend_that_describe_names_works(topics: Topics, make_topic: MakeTopic, admin: AdminClient) -> None:
    name = make_topic("abuse.alerts", 4, {"retention.ms": "-1"})
    topics("create")
    (line,) = topics("describe", exits=1)["differences"]
    assert "kept longer than agreed" in line["why"]
    key, _, value = line["why"].rpartition("--add-config ")[2].partition("=")
    entry = ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET)
    alter = ConfigResource(ConfigResource.Type.TOPIC, name, incremental_configs=[entry])
    admin.incremental_alter_configs([alter])[alter].result(10)
    deadline = time.monotonic() + 60  # the broker hears of it from its controller a moment later
    while topics("describe", exits=None)["differences"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert topics("describe")["differences"] == []


def test_human_output_says_the_same(kafka: str, topic_prefix: str) -> None:
    done = CliRunner().invoke(app, ["describe", "--bootstrap", kafka, "--prefix", topic_prefix])
    assert done.exit_code == 1
    assert f"{topic_prefix}abuse.alerts: topic is missing" in done.stdout
    assert f"{len(NAMES)} differences" in done.stdout


def test_settings_file_is_used(kafka: str, topic_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)
    file = tmp_path / "client.toml"
    file.write_text(f'[bootstrap]\nservers = "{kafka}"\n', encoding="utf-8")
    arguments = ["describe", "--prefix", topic_prefix, "--client-config", str(file), "--json"]
    assert CliRunner().invoke(app, arguments).exit_code == 1
    file.write_text(f'[bootstrap]\nservers = "{kafka}"\n[security]\nprotocol = "CARRIER_PIGEON"\n', encoding="utf-8")
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 3
    assert "security.protocol" in done.stderr
