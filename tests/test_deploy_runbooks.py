"""Each alert is worded for who is called and leads to a section of a runbook that helps; reviewers find theirs."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from detectors.catalogue import BY_NAME as DETECTORS
from pipeline.alert_id import SAMPLE
from tests import deploy_files as deploy

ALERTS = deploy.rules("alert")
SOURCES = sorted((deploy.DEPLOY.parent / "pipeline").rglob("*.py"))


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
    assert len(deploy.section(book, SAMPLE)) > 200
    assert [name for name in deploy.headings(book) if name not in {*DETECTORS, SAMPLE}] == []


EXAMPLES = sorted((deploy.DEPLOY.parent / "schemas" / "examples").glob("*/alert/*.json"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parts[-3]}-{file.name}")
def test_an_example_alerts_runbook_is_its_detectors_section(file: Path) -> None:
    alert = json.loads(file.read_text("utf-8"))
    if "runbook" not in alert:
        return  # what one of the invalid ones lacks
    path, _, heading = alert["runbook"].partition("#")
    assert heading in deploy.headings(deploy.DEPLOY.parent / path)
    assert heading in [signal["detector"] for signal in alert.get("signals", [])] or "signals" not in alert


def test_links_between_runbooks_hold() -> None:
    for book in deploy.RUNBOOKS:
        for path, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", book.read_text("utf-8")):
            target = book.parent / path if path else book
            assert anchor in {heading.lower().replace(" ", "-") for heading in deploy.headings(target)}, (
                f"{book.name}: {path}#{anchor}"
            )


def named_in(source: Path) -> set[tuple[str, str]]:
    """Return the runbook sections that texts in a source file name, each as (heading, book)."""
    texts = [node.value for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Constant)]
    found = [
        re.findall(r"\b(Abusewatch[A-Z]\w+)(?: in deploy/runbooks/(\w+\.md))?", t) for t in texts if isinstance(t, str)
    ]
    return {name for names in found for name in names}


def test_every_section_that_a_message_names_is_in_that_book() -> None:
    named = set[tuple[str, str]]().union(*map(named_in, SOURCES))
    there = {(heading, book.name) for book in deploy.RUNBOOKS for heading in deploy.headings(book)}
    assert {heading for heading, _ in named} >= {"AbusewatchStateTampered", "AbusewatchEventsUnreadable"}
    assert named - there == set()
