"""What is asked of Prometheus, by rules, dashboards and runbooks, against the metrics catalogue."""

from __future__ import annotations

import re

import pytest

from pipeline.metric_catalogue import CATALOGUE
from pipeline.metrics_spec import Metric
from tests import deploy_files as deploy

RECORDED = {rule["record"] for rule in deploy.rules("record")}
FROM_SCRAPING = {"job", "instance", "le"}
FOREIGN = {"up", "process_resident_memory_bytes", "process_start_time_seconds"}


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


def test_metrics_named_in_runbooks_exist() -> None:
    for book in deploy.RUNBOOKS:
        found = deploy.selectors(book.read_text("utf-8"))
        assert [
            s.name for s in found if s.name.startswith("abusewatch") and not (metric_of(s.name) or s.name in RECORDED)
        ] == []


def test_rule_tests_feed_series_that_exist() -> None:
    names = [series["series"] for path in deploy.RULE_TESTS for test in deploy.load(path)["tests"]
             for series in test["input_series"]]  # fmt: skip
    assert [trouble for name in names for trouble in map(problem, deploy.selectors(name)) if trouble] == []


def test_recorded_series_say_their_unit() -> None:
    units = ("_ratio", "_seconds", ":per_second", ":per_hour", ":last_day", ":records", ":entries")
    assert [name for name in RECORDED if not name.endswith(units)] == []


def test_each_panel_says_what_to_do_and_none_is_hidden() -> None:
    titles = [title for title, _ in deploy.panel_expressions()]
    assert 10 <= len(set(titles)) <= 24, "few enough to take in"
