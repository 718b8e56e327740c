"""The catalogue's contract: every metric is named, described, acted upon, bounded, and counted somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from pipeline.metric_catalogue import BY_NAME, CATALOGUE
from pipeline.metrics_names import CounterName, GaugeName, HistogramName
from pipeline.metrics_spec import Label, Metric

# Gauges that have no physical unit; each says in its help what one is.
BARE_GAUGES = {
    "abusewatch_up",
    "abusewatch_ready",
    "abusewatch_build_info",
    "abusewatch_detector_quarantined",
    "abusewatch_alerts_open",
    "abusewatch_alerts_waiting",
    "abusewatch_state_entries",
}
PERSONAL = {
    "account",
    "subject",
    "ip",
    "device",
    "card",
    "content",
    "email",
    "key",
    "user",
    "domain",
    "entity",
}


def test_literals_and_catalogue_name_the_same_metrics() -> None:
    for kind, literal in {"counter": CounterName, "gauge": GaugeName, "histogram": HistogramName}.items():
        named = list(get_args(literal))
        assert named == sorted(set(named), key=named.index), "a name appears twice"
        assert set(named) == {metric.name for metric in CATALOGUE if metric.kind == kind}
    assert len(BY_NAME) == len(CATALOGUE)


@pytest.mark.parametrize("metric", CATALOGUE, ids=lambda metric: metric.name)
def test_each_metric_is_named_described_and_acted_upon(metric: Metric) -> None:
    assert re.fullmatch(r"abusewatch_[a-z]+(_[a-z]+)*", metric.name)
    if metric.kind == "counter":
        assert metric.name.endswith("_total")
    elif metric.name not in BARE_GAUGES:
        assert metric.name.endswith(("_seconds", "_ratio", "_bytes", "_records")), metric.name
    assert len(metric.help) > 15
    assert metric.help.endswith(".")
    assert len(metric.action) > 15, "say what a person does about it"
    assert metric.unit
    assert bool(metric.buckets) == (metric.kind == "histogram")
    assert list(metric.buckets) == sorted(set(metric.buckets))


@pytest.mark.parametrize("metric", CATALOGUE, ids=lambda metric: metric.name)
def test_no_label_can_grow_with_traffic(metric: Metric) -> None:
    assert not PERSONAL & set(metric.label_names)
    for label in metric.labels:
        assert bool(label.values) != bool(label.limit), "a set of values or a limit, not both"


def test_bare_gauges_are_all_in_the_catalogue() -> None:
    assert {name for name in BARE_GAUGES if BY_NAME.get(name) is None} == set()  # type: ignore[call-overload]


def test_label_admits_slugs_only() -> None:
    label = Label("stage", limit=2)
    assert label.admits("account", 0)
    assert not label.admits("account", 2)
    assert not label.admits("a b", 0)
    assert label.admits("_" * 249, 0), "any topic's name"
    assert not label.admits("_" * 250, 0)
    assert not label.admits("", 0)


def used_names() -> set[str]:
    rooms = Path(__file__).parents[1]
    sources = [path for path in (rooms / "pipeline").rglob("*.py") if not path.name.startswith("metric")]
    return {name for path in sources for name in re.findall(r'"(abusewatch_[a-z_]+)"', path.read_text("utf-8"))}


def test_code_counts_only_what_the_catalogue_knows() -> None:
    assert used_names() - set(BY_NAME) == set()


def test_every_metric_is_counted_somewhere() -> None:
    """A metric nobody counts is an empty promise on a dashboard. Strict from the first release on."""
    if not (Path(__file__).parents[1] / "CHANGELOG.md").exists():
        pytest.skip("there is no CHANGELOG.md, so no release: parts that count some of these are still missing")
    assert set(BY_NAME) - used_names() == set()
