"""Rules, dashboards and runbooks against the metrics catalogue, and Prometheus' own verdict on them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from detectors.catalogue import BY_NAME as DETECTORS
from pipeline.metric_catalogue import CATALOGUE
from pipeline.metrics_spec import Metric
from tests import deploy_files as deploy

ALERTS = deploy.rules("alert")
RECORDED = {rule["record"] for rule in deploy.rules("record")}
FROM_SCRAPING = {"job", "instance", "le"}
FOREIGN = {"up", "process_resident_memory_bytes", "process_start_time_seconds"}


def run(tool: str, *arguments: str | Path) -> None:
    """Run one of Prometheus' tools, or skip by its name."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed (it comes with Prometheus; Debian: prometheus, prometheus-alertmanager)")
    done = subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr


def metric_of(series: str) -> Metric | None:
    """The catalogue's metric behind a series' name."""
    names = {series, re.sub(r"_(bucket|sum|count)$", "", series)}
    return next((metric for metric in CATALOGUE if metric.name in names), None)


def problem(selector: deploy.Selector) -> str | None:
    """What is wrong with a metric as it is used, by the catalogue."""
    if selector.name in FOREIGN or selector.name in RECORDED:
        return None
    metric = metric_of(selector.name)
    if metric is None:
        return f"{selector.name} is neither recorded nor in the catalogue"
    if (metric.name != selector.name) != (metric.kind == "histogram"):
        return f"{selector.name} is not a series of a {metric.kind}"
    return next((trouble for m in selector.matchers if (trouble := mismatch(metric, *m))), None)


def mismatch(metric: Metric, name: str, operator: str, value: str) -> str | None:
    """What is wrong with one label matcher: no such label, or a value it never has."""
    label = next((label for label in metric.labels if label.name == name), None)
    if label is None:
        return None if name in FROM_SCRAPING else f"{metric.name} has no label {name}"
    words = set(value.split("|")) if "~" in operator else {value}
    return f"{metric.name}: {name} is never {value}" if label.values and words - label.values else None


@pytest.mark.parametrize(("where", "expression"), deploy.expressions(), ids=lambda value: value[:40])
def test_every_query_asks_for_what_is_counted(where: str, expression: str) -> None:
    found = deploy.selectors(expression)
    assert found, where
    assert [trouble for trouble in map(problem, found) if trouble] == []
    metrics = [metric for s in found if (metric := metric_of(s.name))]
    known = {label for metric in metrics for label in metric.label_names}
    if all(not s.name.startswith("abusewatch:") for s in found):
        assert deploy.grouped_by(expression) <= known | FROM_SCRAPING, where


@pytest.mark.parametrize(
    ("expression", "trouble"),
    [
        ("rate(abusewatch_event_total[5m])", "nor in the catalogue"),
        ('abusewatch_events_total{account="a"}', "no label account"),
        ('abusewatch_events_total{outcome=~"processed|lost"}', "is never"),
        ("abusewatch_batch_records", "not a series"),
        ("abusewatch_rebalances_total_bucket", "not a series"),
        ("abusewatch:lag:minutes", "neither recorded"),
    ],
)
def test_the_check_above_bites(expression: str, trouble: str) -> None:
    (found,) = deploy.selectors(expression)
    assert trouble in (problem(found) or "")


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_each_alert_is_worded_for_who_is_called(alert: dict[str, Any]) -> None:
    assert re.fullmatch(r"Abusewatch([A-Z][a-z]+)+", alert["alert"])
    assert alert["labels"] == {"severity": alert["labels"]["severity"]}
    assert alert["labels"]["severity"] in {"critical", "warning"}
    notes = alert["annotations"]
    assert set(notes) == {"summary", "description", "runbook_url"}
    assert "{{" not in notes["summary"], "the summary is the symptom; numbers belong into the description"
    assert re.search(r"\d|\$value|\$labels", notes["description"])
    assert alert["for"] != "0m"


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_each_alert_leads_to_a_section_that_helps(alert: dict[str, Any]) -> None:
    path, anchor = alert["annotations"]["runbook_url"].split("#")
    assert anchor == alert["alert"].lower()
    book = deploy.DEPLOY.parent / path
    text = deploy.section(book, alert["alert"])
    for part in ("**Means.**", "**Look.**", "**Do.**"):
        assert part in text
    assert alert["annotations"]["summary"] not in text, "a runbook does not repeat the message"
    assert len(text) > 350


def test_no_runbook_section_without_its_alert() -> None:
    named = {
        heading for book in deploy.RUNBOOKS for heading in deploy.headings(book) if heading.startswith("Abusewatch")
    }
    assert named == {alert["alert"] for alert in ALERTS}


def test_each_detector_has_a_section_for_reviewers() -> None:
    """Alerts link to runbooks/detectors.md#NAME. Strict from the first release on, as detectors are still arriving."""
    if not (deploy.DEPLOY.parent / "CHANGELOG.md").exists():
        pytest.skip("there is no CHANGELOG.md, so no release: some detectors are still being written")
    book = deploy.DEPLOY / "runbooks" / "detectors.md"
    assert [name for name in DETECTORS if len(deploy.section(book, name)) < 200] == []
    assert [name for name in deploy.headings(book) if name not in DETECTORS] == []


def test_links_between_runbooks_hold() -> None:
    for book in deploy.RUNBOOKS:
        for path, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", book.read_text("utf-8")):
            target = book.parent / path if path else book
            assert anchor in {heading.lower() for heading in deploy.headings(target)}, f"{book.name}: {path}#{anchor}"


def test_metrics_named_in_runbooks_exist() -> None:
    for book in deploy.RUNBOOKS:
        found = deploy.selectors(book.read_text("utf-8"))
        assert [
            s.name for s in found if s.name.startswith("abusewatch") and not (metric_of(s.name) or s.name in RECORDED)
        ] == []


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


def test_rule_tests_feed_series_that_exist() -> None:
    names = [series["series"] for path in deploy.RULE_TESTS for test in deploy.load(path)["tests"]
             for series in test["input_series"]]  # fmt: skip
    assert [trouble for name in names for trouble in map(problem, deploy.selectors(name)) if trouble] == []


def test_recorded_series_say_their_unit() -> None:
    units = ("_ratio", "_seconds", ":per_second", ":per_hour", ":last_day", ":records", ":entries")
    assert [name for name in RECORDED if not name.endswith(units)] == []


def test_inhibitions_name_alerts_that_exist() -> None:
    config = deploy.load(deploy.DEPLOY / "alertmanager" / "alertmanager.yml")
    matchers = [m for rule in config["inhibit_rules"] for m in rule["source_matchers"] + rule["target_matchers"]]
    named = {name for matcher in matchers for name in re.findall(r"Abusewatch\w+", matcher)}
    assert named
    assert named <= {alert["alert"] for alert in ALERTS}


def test_each_panel_says_what_to_do_and_none_is_hidden() -> None:
    titles = [title for title, _ in deploy.panel_expressions()]
    assert 10 <= len(set(titles)) <= 24, "few enough to take in"


def test_promtool_accepts_rules() -> None:
    run("promtool", "check", "rules", *deploy.RULES)


def test_promtool_accepts_the_configuration() -> None:
    run("promtool", "check", "config", deploy.PROMETHEUS / "prometheus.yml")


@pytest.mark.parametrize("path", deploy.RULE_TESTS, ids=lambda path: path.name)
def test_promtool_sees_each_alert_silent_then_firing(path: Path) -> None:
    run("promtool", "test", "rules", path)


def test_amtool_accepts_the_configuration() -> None:
    run("amtool", "check-config", deploy.DEPLOY / "alertmanager" / "alertmanager.yml")
