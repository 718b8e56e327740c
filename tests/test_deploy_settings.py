"""What compose and cluster configure: every variable is a setting that the worker takes up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Config, ConfigError, load
from tests.deploy_files import COMPOSE, PORT, RESOURCES

ENVIRONMENTS = {
    "compose": COMPOSE["services"]["worker"]["environment"],
    "kubernetes": RESOURCES["ConfigMap"]["data"],
}


def test_compose_and_cluster_configure_the_worker_alike() -> None:
    compose = COMPOSE["services"]["worker"]["environment"]
    cluster = RESOURCES["ConfigMap"]["data"]
    same = tuple(f"ABUSEWATCH_WORKER__{name}" for name in ("WEB_PORT", "STORE", "FOLDER", "WEB_HOST"))
    assert [compose[key] for key in same] == [cluster[key] for key in same]
    assert set(compose) <= set(cluster)
    assert compose["ABUSEWATCH_WORKER__WEB_PORT"] == str(PORT)


def configured(environment: dict[str, Any], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Config:
    """Build the configuration from an environment, and nothing else of this machine's."""
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.upper().startswith("ABUSEWATCH_")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        assert isinstance(value, str), f"{name}: an environment holds text only"
        monkeypatch.setenv(name, value)
    return load()


def unread(environment: dict[str, Any], config: Config) -> list[str]:
    """Return the variables that the configuration did not take up."""
    facts = config.model_dump(exclude_unset=True)
    found = []
    for name in environment:
        section, _, key = name.removeprefix("ABUSEWATCH_").lower().partition("__")
        if name != "KAFKA_BOOTSTRAP" and key not in facts.get(section, {}):
            found.append(name)
    return found


@pytest.mark.parametrize("place", ENVIRONMENTS)
def test_the_worker_takes_up_every_variable(place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = configured(ENVIRONMENTS[place], monkeypatch, tmp_path)
    assert unread(ENVIRONMENTS[place], config) == []
    assert (config.worker.web_port, config.worker.store) == (PORT, "rocksdb")
    assert config.engine.state_secret_file is not None
    assert config.kafka.security.get("security.protocol") == (None if place == "compose" else "SASL_SSL")
    assert bool(config.kafka.username_file) == bool(config.kafka.password_file) == (place == "kubernetes")


@pytest.mark.parametrize(("name", "value"), [
    ("ABUSEWATCH_WEB_PORT", "9464"), ("ABUSEWATCH_WORKER__WEBPORT", "9464"), ("ABUSEWATCH_WORKERS__WEB_PORT", "9464"),
    ("ABUSEWATCH_WORKER__STORE", "disk"), ("ABUSEWATCH_KAFKA__SECURITY", "SASL_SSL"),
    ("ABUSEWATCH_STATE_SECRET_FILE", "/run/secrets/state_secret"),
])  # fmt: skip
def test_the_check_above_bites(name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        configured({name: value}, monkeypatch, tmp_path)


def test_a_variable_that_is_no_setting_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment = {"ABUSEWATCH_SECURITY_PROTOCOL": "SASL_SSL"}
    assert unread(environment, configured(environment, monkeypatch, tmp_path)) == list(environment)


def test_the_configurations_own_port_is_the_same() -> None:
    assert Config.model_fields["worker"].default.web_port == PORT
