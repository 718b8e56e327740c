"""Compose file and image: what is published, pinned, mounted and installed; and no secret in any file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import deploy_files as deploy
from tests.deploy_files import COMPOSE, DOCKERFILE, RESOURCES

SECRETIVE = re.compile("secret|password|token|credential", re.IGNORECASE)


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_compose_publishes_on_this_machine_only(name: str) -> None:
    ports = COMPOSE["services"][name]["ports"]
    assert ports
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in ports)
    assert "network_mode" not in COMPOSE["services"][name]


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_compose_pins_what_it_runs(name: str) -> None:
    image = COMPOSE["services"][name]["image"]
    assert re.search(r":v?\d+\.\d+\.\d+$", image) or "build" in COMPOSE["services"][name]


def test_the_broker_is_apache_kafka_4() -> None:
    assert COMPOSE["services"]["kafka"]["image"].startswith("apache/kafka:4.")


def test_compose_mounts_and_volumes_exist() -> None:
    for name, service in COMPOSE["services"].items():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            there = (deploy.DEPLOY / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
            assert there, f"{name}: {source}"


def secrets_in(environment: dict[str, Any]) -> list[str]:
    return [key for key in environment if SECRETIVE.search(key) and not key.endswith("_FILE")
            and not key.startswith("GF_SECURITY_DISABLE")]  # fmt: skip


def test_no_secret_lies_in_a_file_here() -> None:
    assert "Secret" not in RESOURCES
    assert secrets_in(RESOURCES["ConfigMap"]["data"]) == []
    for service in COMPOSE["services"].values():
        assert secrets_in(service.get("environment", {})) == []
    assert secrets_in({"ABUSEWATCH_ENGINE__STATE_SECRET": "x"}) == ["ABUSEWATCH_ENGINE__STATE_SECRET"]
    assert "ENV" in DOCKERFILE
    assert not SECRETIVE.search(DOCKERFILE)


def test_the_image_installs_by_the_lock_without_test_tools() -> None:
    assert "--constraints requirements.lock" in DOCKERFILE
    assert "dev" not in re.findall(r"--(?:group|extra)s? (\w+)", DOCKERFILE)
    ignored = (deploy.DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    assert {f"!{name}" for names in copied for name in names.split()} <= set(ignored)
    assert ignored[0] == "*"
