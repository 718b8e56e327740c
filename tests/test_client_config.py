"""Where the commands find Kafka and its settings, and how they say what is wrong; no broker needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.client_config import ClientConfigError, client_settings, read_settings
from pipeline.topics_cli import app


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No Kafka in the environment, none of this machine's own."""
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)
    monkeypatch.chdir(tmp_path)


def test_toml_and_properties_say_the_same(tmp_path: Path) -> None:
    toml, properties = tmp_path / "client.toml", tmp_path / "client.properties"
    toml.write_text(
        '"sasl.password" = "a=b"\nsecurity.protocol = "SASL_SSL"\n'
        "[ssl]\nca.location = 'ca.pem'\n[enable.ssl.certificate]\nverification = true\n",
        encoding="utf-8",
    )
    properties.write_text(
        "# ours\n\nsasl.password=a=b\nsecurity.protocol = SASL_SSL\nssl.ca.location=ca.pem\n"
        "enable.ssl.certificate.verification=true\n",
        encoding="utf-8",
    )
    expected = {"sasl.password": "a=b", "security.protocol": "SASL_SSL", "ssl.ca.location": "ca.pem",
                "enable.ssl.certificate.verification": "true"}  # fmt: skip
    assert read_settings(toml) == read_settings(properties) == expected


def test_option_comes_before_environment_before_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "client.properties"
    file.write_text("bootstrap.servers=file:1\nclient.id=me\n", encoding="utf-8")
    assert client_settings(None, file)["bootstrap.servers"] == "file:1"
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "environment:1")
    assert client_settings(None, file)["bootstrap.servers"] == "environment:1"
    found = client_settings("option:1", file)
    assert (found["bootstrap.servers"], found["client.id"]) == ("option:1", "me")


@pytest.mark.parametrize(("name", "text", "says"), [
    ("a.toml", "sasl.password = hunter2", "a.toml: not TOML"),
    ("a.properties", "client.id=me\nhunter2\n", "a.properties, line 2: expected name=value"),
    ("a.properties", None, "a.properties: cannot be read"),
])  # fmt: skip
def test_bad_file_is_named_and_not_quoted(tmp_path: Path, name: str, text: str | None, says: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ClientConfigError) as caught:
        client_settings("x:1", tmp_path / name)
    assert says in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_no_kafka_anywhere_is_told_the_mend() -> None:
    done = CliRunner().invoke(app, ["describe"])
    assert done.exit_code == 2
    assert "--bootstrap HOST:PORT, set KAFKA_BOOTSTRAP, or run `abusewatch broker start`" in done.stderr


def test_catalogue_is_shown_without_a_broker() -> None:
    done = CliRunner().invoke(app, ["list", "--prefix", "eu.", "--partitions", "12"])
    rows = {line.split()[0]: line.split()[1] for line in done.stdout.splitlines()[1:]}
    assert (rows["eu.abuse.events.account"], rows["eu.abuse.rates"], len(rows)) == ("12", "1", 9)
