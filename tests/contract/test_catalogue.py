"""A detector arrives as its file, a line in CATALOGUE, a stanza, scenarios, a section of the runbook, a docs row."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import tomllib
from pathlib import Path
from string import Template
from typing import Any

import pytest

import detectors
from detectors.base import KEYS, Detector
from detectors.catalogue import BY_NAME, CATALOGUE
from pipeline import scaffold_text
from pipeline.config import Config
from pipeline.config.build import detectors as build
from pipeline.config.build import shipped
from schemas.records import ON_TOPIC
from schemas.values import AREAS, EVENT_TYPES
from tests.support import recorded, scenario

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "detectors" / "detectors.toml").read_text(encoding="utf-8")
RUNBOOK = (ROOT / "deploy" / "runbooks" / "detectors.md").read_text(encoding="utf-8")
DOCS = (ROOT / "detectors" / "docs" / "catalogue.md").read_text(encoding="utf-8")
SHADOW = {name for name, settings in shipped().items() if settings["mode"] == "shadow"}
ROW = re.compile(r"^\| ([A-Za-z ]+) \| (`.+?) \| (.+) \|$", re.MULTILINE)  # area, detectors, what they see
WHY = re.compile(r"^\w+ = \S.*# 20\d\d-\d\d: \S", re.MULTILINE)
PLACEHOLDER = re.compile(r"Say (what it must|what a reviewer may)|say (why|what it sees|in one line what)")


@pytest.fixture(params=CATALOGUE, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> type[Detector[Any]]:
    found: type[Detector[Any]] = request.param
    return found


def stanza(name: str) -> str:
    """Return the text of a stanza of detectors.toml."""
    parts = re.split(r"^\[(\w+)\]$", TEXT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def left(text: str) -> str:
    """Return the first words of the scaffold that are left in a text."""
    found = PLACEHOLDER.search(text)
    return found.group() if found else ""


def test_names_are_words_and_nobody_shares_one() -> None:
    assert len(BY_NAME) == len(CATALOGUE)
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in BY_NAME)


def test_every_detector_that_is_written_is_in_the_catalogue() -> None:
    found = set()
    for module in pkgutil.iter_modules(detectors.__path__):
        for _, one in inspect.getmembers(importlib.import_module(f"detectors.{module.name}"), inspect.isclass):
            if issubclass(one, Detector) and isinstance(one.__dict__.get("name"), str) and not inspect.isabstract(one):
                found.add(one)
    assert found == set(CATALOGUE), "a detector's class is not in detectors/catalogue.py"


def test_the_scenarios_of_one_without_its_line_say_what_is_missing() -> None:
    with pytest.raises(AssertionError, match=r"detectors/catalogue.py: no line for parking_tickets"):
        scenario.shipped("parking_tickets")


def test_the_file_is_named_like_the_detector_or_its_family(kind: type[Detector[Any]]) -> None:
    module = kind.__module__.removeprefix("detectors.")
    assert kind.name == module or (kind.name.startswith(f"{module}_") and module in BY_NAME)
    assert kind.__name__ == "".join(part.capitalize() for part in kind.name.split("_"))


def test_the_contract_is_filled_in_with_words_of_the_wire(kind: type[Detector[Any]]) -> None:
    assert kind.area in AREAS
    assert kind.keyed_by in KEYS
    assert kind.version >= 1
    assert set(kind.kinds) <= set(EVENT_TYPES)
    assert kind.kinds


def test_one_keyed_by_the_account_reads_one_topic(kind: type[Detector[Any]]) -> None:
    topics = {topic for topic, records in ON_TOPIC.items() for event_type in kind.kinds if event_type in records}
    assert len(topics) == 1 or kind.keyed_by != "account"


def test_the_class_says_what_it_believes(kind: type[Detector[Any]]) -> None:
    doc = inspect.cleandoc(kind.__dict__["__doc__"] or "")
    assert doc.partition("\n")[0].endswith(".")


def test_the_stanza_builds_it_with_every_setting_and_a_dated_why(kind: type[Detector[Any]]) -> None:
    assert kind.name in shipped(), f"detectors/detectors.toml: no stanza [{kind.name}]"
    found = dict(shipped()[kind.name])
    assert found.pop("mode") in ("live", "shadow")
    built = kind(**found)
    assert set(found) == set(built.config())
    assert all(getattr(built, name) == value for name, value in found.items())
    assert WHY.search(stanza(kind.name)), f"detectors/detectors.toml, [{kind.name}]: no dated why (# 2026-11: ...)"


def test_no_live_one_has_words_of_the_scaffold_left(kind: type[Detector[Any]]) -> None:
    if shipped()[kind.name]["mode"] == "live":
        for file, text in ((f"{kind.__module__.replace('.', '/')}.py", inspect.getsource(kind)),
                           (f"detectors/detectors.toml, [{kind.name}]", stanza(kind.name))):  # fmt: skip
            assert left(text) == "", f"{file}: the words of the scaffold are still there"


@pytest.mark.parametrize("part", [scaffold_text.DETECTOR, scaffold_text.STANZA, scaffold_text.ROW])
def test_the_scaffold_has_the_words_that_are_looked_for(part: Template) -> None:
    assert PLACEHOLDER.search(part.template)


def test_no_stanza_belongs_to_nobody_and_the_shipped_configuration_builds_all() -> None:
    assert set(tomllib.loads(TEXT)) == set(BY_NAME)
    built, modes = build(Config())
    assert [one.name for one in built] == [one.name for one in CATALOGUE]
    assert set(modes) == set(BY_NAME)


def test_the_runbook_has_its_section(kind: type[Detector[Any]]) -> None:
    parts = re.split(r"^## (.+)$", RUNBOOK, flags=re.MULTILINE)
    sections = dict(zip((title.strip("`") for title in parts[1::2]), parts[2::2], strict=True))
    assert kind.name in sections, f"deploy/runbooks/detectors.md: no section {kind.name}"
    assert "**Says.**" in sections[kind.name]


def test_the_docs_say_in_one_row_what_it_sees(kind: type[Detector[Any]]) -> None:
    rows = [(area, says) for area, names, says in ROW.findall(DOCS) if f"`{kind.name}`" in names]
    assert len(rows) == 1, f"detectors/docs/catalogue.md: {kind.name} is in {len(rows)} rows"
    (area, says), shadow = rows[0], kind.name in SHADOW
    assert area.lower().replace(" ", "_") == kind.area
    marked, is_ = f"`{kind.name}` (shadow)" in DOCS, "is" if shadow else "is not"
    assert marked is shadow, f"detectors/docs/catalogue.md: {kind.name} {is_} in shadow by its stanza: mend its row"
    assert shadow or left(says) == "", (
        f"detectors/docs/catalogue.md, {kind.name}: words of the scaffold are still there"
    )


def test_no_row_of_the_docs_is_about_nobody_and_none_is_named_twice() -> None:
    named = [name for _, names, _ in ROW.findall(DOCS) for name in re.findall(r"`(\w+)`", names)]
    assert set(named) == set(BY_NAME)
    assert [name for name in BY_NAME if DOCS.count(f"`{name}`") != 1] == []
    assert DOCS.splitlines()[-1].startswith("| "), "the table ends the file, for `abusewatch new-detector` to add to it"


def test_a_scenario_fires_it(kind: type[Detector[Any]]) -> None:
    assert recorded.fires(kind.name) is not None, f"tests/scenarios/test_{kind.name}.py: none makes it raise an alert"


def test_a_scenario_keeps_it_quiet(kind: type[Detector[Any]]) -> None:
    found = recorded.quiet(kind.name)
    assert found is not None, f"tests/scenarios/test_{kind.name}.py: none in which it takes part must stay quiet"
    assert any(event.type in kind.kinds for event in found.events)
