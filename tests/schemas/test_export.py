"""The exported schema files: in step with the structs, complete, described, and every check bites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.export import FOLDER, SUFFIX, differences, main, schema, write
from schemas.records import ON_TOPIC, RECORDS
from schemas.topics import TOPICS

UNIT = re.compile(
    r"in \[0, 1\]|in \(0, 1\]|from [01]\b|[Nn]umber of|no unit|minor unit|in seconds|per reviewer minute|line"
)


def _properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property in a schema, wherever it is nested."""
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for value in node.values():
            yield from _properties(value)


def _types(node: dict[str, Any]) -> set[str]:
    return {node.get("type", ""), *(branch.get("type", "") for branch in node.get("anyOf", ()))}


def test_files_are_in_step_with_the_structs() -> None:
    assert differences() == [], "mend with: python -m schemas.export"


@pytest.mark.parametrize("name", RECORDS)
def test_schema_is_valid_titled_and_described(name: str) -> None:
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["title"] == name
    assert found["description"]
    assert all(part["description"] and part["title"] for part in found["$defs"].values())
    assert found["$id"] == f"urn:abusewatch:schema:{name}:1"


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_says_what_it_means_and_every_number_its_unit(name: str) -> None:
    for field, node in _properties(schema(name)):
        said = node.get("description", "")
        assert said or "$ref" in node or field == "type", field
        if _types(node) & {"number", "integer"} and field != "value":
            assert UNIT.search(said), f"{field}: {said!r} states no unit"


def test_every_topic_that_carries_json_has_its_record_kinds() -> None:
    assert set(ON_TOPIC) == {topic.name for topic in TOPICS if "JSON" in topic.value}
    assert sum(len(kinds) for kinds in ON_TOPIC.values()) == len(RECORDS)


def test_check_names_missing_changed_and_stray_files(tmp_path: Path) -> None:
    write(tmp_path)
    assert differences(tmp_path) == []
    (tmp_path / f"alert{SUFFIX}").unlink()
    (tmp_path / f"control{SUFFIX}").write_text("{}", encoding="utf-8")
    (tmp_path / f"bribe{SUFFIX}").write_text("{}", encoding="utf-8")
    assert differences(tmp_path) == [
        f"alert{SUFFIX}: missing", f"bribe{SUFFIX}: belongs to no record kind", f"control{SUFFIX}: differs",
    ]  # fmt: skip
    write(tmp_path)
    assert differences(tmp_path) == []


def test_check_exits_with_one_and_says_the_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert main(["--check", "--folder", str(tmp_path)]) == 1
    assert "python -m schemas.export" in capsys.readouterr().out
    assert main(["--folder", str(tmp_path)]) == 0
    assert (tmp_path / f"alert{SUFFIX}").read_bytes() == (FOLDER / f"alert{SUFFIX}").read_bytes()
