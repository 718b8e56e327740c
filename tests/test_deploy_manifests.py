"""Image, compose and Kubernetes files: their schemas, and what must hold beyond a schema."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.config import Config, ConfigError, load
from tests import deploy_files as deploy

COMPOSE = deploy.load(deploy.DEPLOY / "compose.yaml")
DOCKERFILE = (deploy.DEPLOY / "Dockerfile").read_text("utf-8")
RESOURCES = {doc["kind"]: doc for path in deploy.MANIFESTS if path.name != "kustomization.yaml"
             for doc in [deploy.load(path)]}  # fmt: skip
POD = RESOURCES["StatefulSet"]["spec"]["template"]["spec"]
WORKER = POD["containers"][0]
PORT = 9464
SECRETIVE = re.compile("secret|password|token|credential", re.IGNORECASE)


def compose_schema() -> Any:
    """Return the schema that check-jsonschema carries. Importing it would ask for a newer click."""
    found = importlib.util.find_spec("check_jsonschema")
    if found is None or found.origin is None:
        pytest.fail("check-jsonschema carries the schema and is not installed")
    path = Path(found.origin).parent / "builtin_schemas" / "vendor" / "compose-spec.json"
    return json.loads(path.read_text("utf-8"))


def test_compose_follows_the_compose_specification() -> None:
    schema = compose_schema()
    jsonschema.validate(COMPOSE, schema)
    wrong = {**COMPOSE, "services": {"worker": {"imagge": "abusewatch:local"}}}
    with pytest.raises(jsonschema.ValidationError, match="imagge"):
        jsonschema.validate(wrong, schema)


@pytest.mark.parametrize("path", deploy.MANIFESTS, ids=lambda path: path.name)
def test_manifests_follow_the_kubernetes_schemas(path: Path) -> None:
    pytest.importorskip("kubernetes_validate", reason="kubernetes-validate carries the schemas")
    validator = importlib.import_module("kubernetes_validate")
    if path.name != "kustomization.yaml":
        validator.validate(deploy.load(path), validator.latest_version(), strict=True)


def test_kustomize_puts_everything_together() -> None:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed")
    command = [kubectl, "kustomize", str(deploy.DEPLOY / "kubernetes")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert {line for line in done.stdout.splitlines() if line.startswith("kind:")} == {
        f"kind: {kind}" for kind in RESOURCES
    }


def test_every_manifest_is_part_of_the_whole() -> None:
    listed = set(deploy.load(deploy.DEPLOY / "kubernetes" / "kustomization.yaml")["resources"])
    assert listed == {path.name for path in deploy.MANIFESTS} - {"kustomization.yaml"}


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


def test_compose_and_cluster_configure_the_worker_alike() -> None:
    compose = COMPOSE["services"]["worker"]["environment"]
    cluster = RESOURCES["ConfigMap"]["data"]
    same = tuple(f"ABUSEWATCH_WORKER__{name}" for name in ("WEB_PORT", "STORE", "FOLDER", "WEB_HOST"))
    assert [compose[key] for key in same] == [cluster[key] for key in same]
    assert set(compose) <= set(cluster)
    assert compose["ABUSEWATCH_WORKER__WEB_PORT"] == str(PORT)


ENVIRONMENTS = {
    "compose": COMPOSE["services"]["worker"]["environment"],
    "kubernetes": RESOURCES["ConfigMap"]["data"],
}


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


def test_one_port_everywhere() -> None:
    scrape = deploy.load(deploy.PROMETHEUS / "prometheus.yml")["scrape_configs"][0]["dns_sd_configs"][0]
    assert scrape["port"] == PORT
    assert scrape["names"] == [RESOURCES["Service"]["metadata"]["name"]]
    assert scrape["names"][0] in COMPOSE["services"]
    assert WORKER["ports"] == [{"name": "metrics", "containerPort": PORT}]
    assert f"EXPOSE {PORT}\n" in DOCKERFILE
    assert f"127.0.0.1:{PORT}/healthz" in DOCKERFILE


@pytest.mark.parametrize(
    ("probe", "path"),
    [("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")],
)
def test_probes_ask_the_worker(probe: str, path: str) -> None:
    assert WORKER[probe]["httpGet"] == {"path": path, "port": "metrics"}


def test_the_pod_has_no_privileges() -> None:
    assert POD["automountServiceAccountToken"] is False
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert WORKER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_image_and_pod_run_as_the_same_user() -> None:
    user = POD["securityContext"]["runAsUser"]
    assert f"USER {user}:{user}\n" in DOCKERFILE
    assert f"--uid {user}" in DOCKERFILE
    assert DOCKERFILE.index("USER ") < DOCKERFILE.index("ENTRYPOINT")


def test_state_outlives_the_pod_where_the_worker_keeps_it() -> None:
    folder = RESOURCES["ConfigMap"]["data"]["ABUSEWATCH_WORKER__FOLDER"]
    mounts = {mount["mountPath"]: mount["name"] for mount in WORKER["volumeMounts"]}
    claims = [claim["metadata"]["name"] for claim in RESOURCES["StatefulSet"]["spec"]["volumeClaimTemplates"]]
    assert mounts[folder] in claims
    assert f"VOLUME {folder}" in DOCKERFILE
    assert any(volume.endswith(f":{folder}") for volume in COMPOSE["services"]["worker"]["volumes"])


def test_secrets_come_by_reference() -> None:
    folders = [mount["mountPath"] for mount in WORKER["volumeMounts"] if mount["name"] == "secrets"]
    assert any("secret" in volume for volume in POD["volumes"])
    data = RESOURCES["ConfigMap"]["data"]
    files = [data[key] for key in data if key.endswith("_FILE")]
    assert files
    assert all(str(Path(file).parent) in folders for file in files)


def test_selectors_meet_the_workers() -> None:
    labels = RESOURCES["StatefulSet"]["spec"]["template"]["metadata"]["labels"]
    assert RESOURCES["Service"]["spec"]["selector"] == labels
    assert RESOURCES["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert RESOURCES["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels


def test_network_policy_closes_both_ways() -> None:
    policy = RESOURCES["NetworkPolicy"]["spec"]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    for rule in policy["ingress"] + policy["egress"]:
        assert rule["ports"], "a rule without ports opens them all"
        assert rule.get("from", []) + rule.get("to", [])


def test_memory_alert_comes_before_the_limit() -> None:
    (rule,) = [rule for rule in deploy.rules("alert") if rule["alert"] == "AbusewatchMemoryHigh"]
    threshold = float(rule["expr"].rpartition(">")[2])
    assert WORKER["resources"]["limits"]["memory"] == "2Gi"
    assert COMPOSE["services"]["worker"]["mem_limit"] == "2g"
    assert 0.6 * 2**31 < threshold < 0.9 * 2**31


def test_the_image_installs_by_the_lock_without_test_tools() -> None:
    assert "--constraints requirements.lock" in DOCKERFILE
    assert "dev" not in re.findall(r"--(?:group|extra)s? (\w+)", DOCKERFILE)
    ignored = (deploy.DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    assert {f"!{name}" for names in copied for name in names.split()} <= set(ignored)
    assert ignored[0] == "*"
