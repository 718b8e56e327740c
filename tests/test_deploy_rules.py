"""Each alert is shown silent and firing, inhibitions name alerts, and Prometheus' own verdict on it all."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import deploy_files as deploy

ALERTS = deploy.rules("alert")


def run(tool: str, *arguments: str | Path) -> None:
    """Run one of Prometheus' tools, or skip by its name."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed (it comes with Prometheus; Debian: prometheus, prometheus-alertmanager)")
    done = subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr


def shown(firing: bool) -> set[str]:
    """Names of alerts with a test that expects (or expects no) firing."""
    cases = [case for path in deploy.RULE_TESTS for test in deploy.load(path)["tests"]
             for case in test.get("alert_rule_test", [])]  # fmt: skip
    return {case["alertname"] for case in cases if bool(case["exp_alerts"]) == firing}


def test_each_alert_is_shown_silent_and_firing() -> None:
    named = {alert["alert"] for alert in ALERTS}
    assert named == shown(firing=True)
    assert named == shown(firing=False)


@pytest.mark.parametrize("path", deploy.RULE_TESTS, ids=lambda path: path.name)
def test_silence_is_shown_just_before_the_firing(path: Path) -> None:
    """In each test that fires an alert, the same alert is silent one minute before (or the rule is not exact)."""
    for test in deploy.load(path)["tests"]:
        cases = test.get("alert_rule_test", [])
        silent = {(case["alertname"], int(case["eval_time"][:-1])) for case in cases if not case["exp_alerts"]}
        for case in cases:
            if case["exp_alerts"]:
                assert (case["alertname"], int(case["eval_time"][:-1]) - 1) in silent


def test_inhibitions_name_alerts_that_exist() -> None:
    config = deploy.load(deploy.DEPLOY / "alertmanager" / "alertmanager.yml")
    matchers = [m for rule in config["inhibit_rules"] for m in rule["source_matchers"] + rule["target_matchers"]]
    named = {name for matcher in matchers for name in re.findall(r"Abusewatch\w+", matcher)}
    assert named
    assert named <= {alert["alert"] for alert in ALERTS}


def test_promtool_accepts_rules() -> None:
    run("promtool", "check", "rules", *deploy.RULES)


def test_promtool_accepts_the_configuration() -> None:
    run("promtool", "check", "config", deploy.PROMETHEUS / "prometheus.yml")


@pytest.mark.parametrize("path", deploy.RULE_TESTS, ids=lambda path: path.name)
def test_promtool_sees_each_alert_silent_then_firing(path: Path) -> None:
    run("promtool", "test", "rules", path)


def test_amtool_accepts_the_configuration() -> None:
    run("amtool", "check-config", deploy.DEPLOY / "alertmanager" / "alertmanager.yml")
