"""What people read: links lead somewhere, the README stays short, what it counts and names is so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import filter as matching
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from detectors import card_reasons, own_fault
from detectors.catalogue import BY_NAME, CATALOGUE
from pipeline.config.build import shipped
from pipeline.coverage.blind import KEYED_BY
from pipeline.coverage.count import fields
from schemas.values import DecisionSource, Outcome, Verdict
from schemas.wire_data import Kind

ROOT = Path(__file__).resolve().parents[2]
README, SENT = ROOT / "README.md", ROOT / "schemas" / "README.md"
DOCS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "schemas/README.md", "pipeline/README.md")),
    *sorted((ROOT / "deploy").rglob("*.md")), *sorted((ROOT / "detectors" / "docs").glob("*.md")),
]  # fmt: skip
# Of a new detector, in shadow, nothing is asked here.
LIVE = {name for name, stanza in shipped().items() if stanza["mode"] == "live"}
PROSE_MOST, CELL_MOST, README_MOST = 150, 300, 215  # characters, characters, lines
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_CODE = re.compile(r"`[^`\n]*`")
_ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)  # of two cells


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


def dead(path: Path) -> Iterator[str]:
    """Yield the relative links of a document that lead nowhere."""
    for link in _LINK.findall(_CODE.sub("", path.read_text(encoding="utf-8"))):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if "://" not in link and not (target.exists() and (not anchor or anchor in anchors(target))):
            yield link


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_its_anchor_to_a_heading(path: Path) -> None:
    assert list(dead(path)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    here = tmp_path / "here.md"
    here.write_text(
        "# A `part`, told\n[1](here.md#a-part-told) [2](#gone) [3](gone.md) [4](https://x.example) `[5](x)`"
    )
    assert list(dead(here)) == ["#gone", "gone.md"]


@pytest.mark.parametrize("path", [README, SENT, ROOT / "pipeline" / "README.md"], ids=lambda path: path.parent.name)
def test_no_line_of_prose_and_no_cell_is_too_long_to_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > PROSE_MOST and not line.startswith("|")] == []
    cells = [cell for line in lines if line.startswith("|") for cell in line.strip("|").split(" | ")]
    assert [cell for cell in cells if len(cell) > CELL_MOST] == []


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= README_MOST


def test_the_readme_counts_the_live_detectors_of_each_area() -> None:
    told = re.findall(r"^\| ([A-Za-z ]+) \| .+ \| (\d+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    counted = Counter(kind.area for kind in CATALOGUE if kind.name in LIVE)
    assert {area.lower().replace(" ", "_"): int(number) for area, number in told} == counted


def sections() -> dict[str, str]:
    """Return what is said of each event type; a heading may name several."""
    parts = re.split(r"^### (.+)$", SENT.read_text(encoding="utf-8").partition("\n## Requests")[0], flags=re.MULTILINE)
    return {kind: said for titles, said in zip(parts[1::2], parts[2::2], strict=True) for kind in titles.split(", ")}


def opened(kind: str, field: str) -> set[str]:
    """Return the detectors that are named beside a field of an event type; `*` stands for any ending."""
    cells = [names for told, names in _ROW.findall(sections().get(kind, "")) if f"`{field}`" in told]
    patterns = [pattern for names in cells for pattern in re.findall(r"`([a-z_]+\*?)`", names)]
    return {name for pattern in patterns for name in matching(BY_NAME, pattern)}


def test_what_to_send_tells_of_every_field_of_every_event_type() -> None:
    everywhere = {"ip", "device", "user_agent", "country", "asn"}
    lacking = {
        kind: [name for name in names if name not in everywhere and f"`{name}`" not in sections().get(kind, "")]
        for kind, names in fields().items() if kind != "review.decided"
    }  # fmt: skip
    assert {kind: names for kind, names in lacking.items() if names} == {}


@pytest.mark.parametrize("name", [kind.name for kind in CATALOGUE if kind.keyed_by in KEYED_BY and kind.name in LIVE])
def test_what_to_send_tells_what_a_detector_is_keyed_by(name: str) -> None:
    kind = BY_NAME[name]
    assert any(name in opened(one, KEYED_BY[kind.keyed_by]) for one in kind.kinds)


def test_what_to_send_names_no_detector_that_is_not_there() -> None:
    cells = " ".join(names for said in sections().values() for _, names in _ROW.findall(said))
    named = set(re.findall(r"`([a-z]+_[a-z_]*\*?)`", cells)) - {"unknown_user", "mfa_failed"}
    assert [pattern for pattern in sorted(named) if not matching(BY_NAME, pattern)] == []


def words_of(module: ModuleType) -> set[str]:
    """Return the words of reasons that a module understands."""
    return {word for known in vars(module).values() if isinstance(known, frozenset) for word in known}


@pytest.mark.parametrize("module", [card_reasons, own_fault], ids=lambda module: module.__name__)
def test_what_to_send_lists_every_word_of_a_reason_that_is_understood(module: ModuleType) -> None:
    said = SENT.read_text(encoding="utf-8").partition("\n## Reasons\n")[2].partition("\n## ")[0]
    assert words_of(module) - set(re.findall(r"`([a-z0-9_]+)`", said)) == set()


@pytest.mark.parametrize("union", [Outcome, Kind, Verdict, DecisionSource], ids=lambda union: "-".join(get_args(union)))
def test_what_to_send_lists_every_word_of_a_closed_vocabulary(union: object) -> None:
    rows = SENT.read_text(encoding="utf-8").partition("\n## Values\n")[2].partition("\n## ")[0].splitlines()
    assert any(set(get_args(union)) <= set(re.findall(r"`(\w+)`", row)) for row in rows)


def first_days() -> set[str]:
    """Return the detectors that are named where the first days are told."""
    said = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    return set(re.findall(r"`([a-z_]+)`", said.partition("\n## The first days\n")[2].partition("\n## ")[0]))


def test_the_first_days_name_no_detector_that_is_not_there() -> None:
    assert {name for name in first_days() - BY_NAME.keys() if "_" in name} == set()


def quiet_at_first() -> list[str]:
    """Return the live detectors whose docstring says that they wait for the site's days."""
    waits = re.compile(r"(site|stream|input)'s (own )?(first|second)\b|site's days are known|ilent for \w+ days")
    told = {kind.name: " ".join((kind.__doc__ or "").split()) for kind in CATALOGUE if kind.name in LIVE}
    return [name for name, said in told.items() if waits.search(said)]


@pytest.mark.parametrize("name", quiet_at_first())
def test_the_first_days_tell_of_each_detector_that_waits_for_them(name: str) -> None:
    assert name in first_days()
