"""Every place in the code that reports a metric, read from the source: labels are what the catalogue says.

The type checker knows the names; it cannot know the labels. A wrong one would otherwise raise in the worker, on the
path that happens to count it.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.metric_catalogue import CATALOGUE

KINDS = {"count": "counter", "gauge": "gauge", "observe": "histogram", "stamp": "gauge"}
BY_NAME = {str(metric.name): metric for metric in CATALOGUE}


class Call(NamedTuple):
    where: str
    verb: str
    name: str
    labels: dict[str, ast.expr]
    open: bool  # passes labels that cannot be read here (**labels)


def calls(source: str, where: str) -> list[Call]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in KINDS
            and node.args
        ):
            first = node.args[0]
            if isinstance(first, ast.Constant) and str(first.value).startswith("abusewatch_"):
                labels = {word.arg: word.value for word in node.keywords if word.arg}
                opened = any(word.arg is None for word in node.keywords)
                found.append(Call(f"{where}:{node.lineno}", node.func.attr, str(first.value), labels, opened))
    return found


def problems(call: Call) -> list[str]:
    metric = BY_NAME.get(call.name)
    if metric is None or metric.kind != KINDS[call.verb]:
        return [f"{call.where}: {call.verb} of {call.name}"]
    found = (
        [] if call.open or set(call.labels) == set(metric.label_names) else [f"{call.where}: labels {set(call.labels)}"]
    )
    for label in metric.labels:
        value = call.labels.get(label.name)
        if isinstance(value, ast.Constant) and not label.admits(str(value.value), 0):
            found.append(f"{call.where}: {label.name} is never {value.value!r}")
    return found


def all_calls() -> list[Call]:
    house = Path(__file__).parents[1]
    paths = [path for path in sorted((house / "pipeline").rglob("*.py")) if not path.name.startswith("metric")]
    return [call for path in paths for call in calls(path.read_text("utf-8"), str(path.relative_to(house)))]


def test_every_report_carries_the_labels_of_the_catalogue() -> None:
    found = all_calls()
    assert found
    assert [problem for call in found for problem in problems(call)] == []


@pytest.mark.parametrize(
    "line",
    [
        'm.count("abusewatch_rebalances")',
        'm.gauge("abusewatch_rebalances_total", 1)',
        'm.count("abusewatch_signals_total")',
        'm.count("abusewatch_signals_total", detector=name, account=account)',
        'm.count("abusewatch_alerts_suppressed_total", reason="bored")',
        'm.stamp("abusewatch_batch_records", stage=stage)',
    ],
)
def test_the_check_above_bites(line: str) -> None:
    (call,) = calls(line, "here")
    assert problems(call)


def test_the_check_above_lets_right_ones_through() -> None:
    (call,) = calls('m.count("abusewatch_alerts_suppressed_total", 3, reason="unchanged")', "here")
    assert problems(call) == []
