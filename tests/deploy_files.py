"""What lies in deploy/, read as data: rules, expressions, dashboards, runbooks, manifests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

DEPLOY = Path(__file__).parents[1] / "deploy"
PROMETHEUS = DEPLOY / "prometheus"
RULES = sorted(PROMETHEUS.glob("*.rules.yml"))
RULE_TESTS = sorted((PROMETHEUS / "tests").glob("*.test.yml"))
DASHBOARDS = sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
RUNBOOKS = sorted((DEPLOY / "runbooks").glob("*.md"))
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast, where PyYAML was built with it


class Selector(NamedTuple):
    """One metric in an expression with the label matchers beside it."""

    name: str
    matchers: tuple[tuple[str, str, str], ...]  # label, operator, value


def load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506  (both are safe)


def rules(kind: str) -> list[dict[str, Any]]:
    """All rules with the key `kind`: "alert" or "record"."""
    return [rule for path in RULES for group in load(path)["groups"] for rule in group["rules"] if kind in rule]


def panel_expressions() -> Iterator[tuple[str, str]]:
    """(panel title, expression) of every query on every dashboard."""
    for path in DASHBOARDS:
        for panel in json.loads(path.read_text("utf-8"))["panels"]:
            for target in panel.get("targets", []):
                yield panel["title"], target["expr"]


def expressions() -> list[tuple[str, str]]:
    """(where, expression) of everything that is ever asked of Prometheus."""
    found = [(rule["alert"], rule["expr"]) for rule in rules("alert")]
    found += [(rule["record"], rule["expr"]) for rule in rules("record")]
    return found + list(panel_expressions())


def selectors(expression: str) -> list[Selector]:
    """Every metric of ours, or of the process, that an expression names."""
    pattern = r"\b(?P<name>(?:abusewatch[_:]|process_)[a-z0-9_:]+|up)\b(?:\{(?P<matchers>[^}]*)\})?"
    label = r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"'
    return [
        Selector(found["name"], tuple(re.findall(label, found["matchers"] or "")))
        for found in re.finditer(pattern, expression)
    ]


def grouped_by(expression: str) -> set[str]:
    """Every label an expression groups or matches by."""
    lists = re.findall(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)", expression)
    return {label.strip() for found in lists for label in found.split(",")}


def headings(path: Path) -> list[str]:
    return re.findall(r"^## (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)


def section(path: Path, heading: str) -> str:
    """The text under a heading, up to the next one."""
    _, _, after = path.read_text("utf-8").partition(f"\n## {heading}\n")
    return after.partition("\n## ")[0]


COMPOSE = load(DEPLOY / "compose.yaml")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
RESOURCES = {doc["kind"]: doc for path in MANIFESTS if path.name != "kustomization.yaml" for doc in [load(path)]}
POD = RESOURCES["StatefulSet"]["spec"]["template"]["spec"]
WORKER = POD["containers"][0]
PORT = 9464  # of metrics and probes
