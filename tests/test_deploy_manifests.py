"""Compose and Kubernetes files: their schemas, and what must hold beyond a schema of image and pod."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import deploy_files as deploy
from tests.deploy_files import COMPOSE, DOCKERFILE, POD, PORT, RESOURCES, WORKER


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
