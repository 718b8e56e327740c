"""Every example under both validators; every record kind with examples of both sorts."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from schemas.event import Decision, Event
from schemas.parse import REASONS, Refused, Unknown, parse
from schemas.records import RECORDS
from schemas.values import DECISION_TYPE, EVENT_TYPES
from tests.schemas.examples import EVENTS, EXAMPLES, decode, faults, files, kind_of, read, refused_at

VALID, INVALID = files("valid"), files("invalid")
EXPECTED: dict[str, dict[str, str]] = json.loads((EXAMPLES / "invalid" / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", VALID)
def test_valid_example_is_taken_by_both(name: str) -> None:
    found = decode(kind_of(name), read("valid", name))
    assert not isinstance(found, Refused | Unknown), found
    assert faults(kind_of(name), json.loads(read("valid", name))) == set()


@pytest.mark.parametrize("name", [name for name in VALID if kind_of(name) in EVENTS])
def test_valid_event_keeps_its_type_subject_and_id(name: str) -> None:
    given, found = json.loads(read("valid", name)), decode(kind_of(name), read("valid", name))
    assert isinstance(found, Decision if kind_of(name) == DECISION_TYPE else Event)
    assert (found.id, found.subject) == (given["id"], given["subject"])
    assert getattr(found, "type", DECISION_TYPE) == given["type"] == kind_of(name)


@pytest.mark.parametrize("name", INVALID)
def test_invalid_example_is_refused_by_both_for_its_stated_reason(name: str) -> None:
    found = decode(kind_of(name), read("invalid", name))
    assert isinstance(found, Refused), found
    assert {"reason": found.reason, "at": refused_at(found)} == EXPECTED[name]
    assert faults(kind_of(name), json.loads(read("invalid", name))) == {EXPECTED[name]["at"]}


def test_every_invalid_example_states_its_reason_and_nothing_else_does() -> None:
    assert set(INVALID) == set(EXPECTED)
    assert {expected["reason"] for expected in EXPECTED.values()} <= set(REASONS)


def test_every_file_is_an_example_of_a_record_kind() -> None:
    known = {EXAMPLES / sort / name for sort, names in (("valid", VALID), ("invalid", INVALID)) for name in names}
    known.add(EXAMPLES / "invalid" / "expected.json")
    assert {path for path in EXAMPLES.rglob("*") if path.is_file()} == known
    assert {kind_of(name) for name in VALID + INVALID} <= set(RECORDS)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_kind_has_minimal_full_and_invalid_examples(kind: str) -> None:
    assert {f"{kind}/minimal.json", f"{kind}/full.json", f"{kind}/unknown-fields.json"} <= set(VALID)
    assert any(kind_of(name) == kind for name in INVALID)


def test_every_event_type_of_the_vocabulary_is_a_record_kind() -> None:
    assert set(EVENTS) == {*EVENT_TYPES, DECISION_TYPE}


def _structs(value: Any, shape: inspect.Type) -> Iterator[tuple[dict[str, Any], inspect.StructType]]:
    """Yield every JSON object within `value` with the struct that describes it."""
    shapes = shape.types if isinstance(shape, inspect.UnionType) else (shape,)
    for found in shapes:
        if isinstance(found, inspect.StructType) and isinstance(value, dict):
            yield value, found
            for field in found.fields:
                yield from _structs(value.get(field.encode_name), _plain(field.type))
        elif isinstance(found, inspect.ListType) and isinstance(value, list):
            for item in value:
                yield from _structs(item, _plain(found.item_type))


def _plain(shape: inspect.Type) -> inspect.Type:
    return shape.type if isinstance(shape, inspect.Metadata) else shape


def _without_one(value: Any, kind: str) -> Iterator[tuple[str, bool, Any]]:
    """Yield `value` without each of its fields in turn, with the field's name and whether it is demanded."""
    shape = inspect.type_info(RECORDS[kind])
    for number, (_, struct) in enumerate(_structs(value, shape)):
        for field in struct.fields:
            changed = copy.deepcopy(value)
            del list(_structs(changed, shape))[number][0][field.encode_name]
            yield field.encode_name, field.required, changed


@pytest.mark.parametrize("kind", RECORDS)
def test_full_example_fills_every_field_and_only_demanded_ones_may_not_be_left_out(kind: str) -> None:
    for field, required, changed in _without_one(json.loads(read("valid", f"{kind}/full.json")), kind):
        refused = isinstance(decode(kind, msgspec.json.encode(changed)), Refused)
        assert refused == required == bool(faults(kind, changed)), field


@pytest.mark.parametrize("kind", RECORDS)
def test_minimal_example_has_nothing_that_may_be_left_out(kind: str) -> None:
    value = json.loads(read("valid", f"{kind}/minimal.json"))
    for given, struct in _structs(value, inspect.type_info(RECORDS[kind])):
        optional = {field.encode_name for field in struct.fields if not field.required}
        assert optional & given.keys() <= ({"entity"} if kind == "control" else set())


def test_only_the_documented_fields_are_demanded_of_producers() -> None:
    """The bold fields of the contract, written out here by hand."""
    demanded = {
        "account.login": {"outcome"}, "account.payment": {"outcome"}, "account.api_key_created": {"key"},
        "content.posted": {"content_id"}, "content.reported": {"content_id"}, "review.decided": {"verdict"},
    }  # fmt: skip
    for kind in EVENTS:
        full = json.loads(read("valid", f"{kind}/full.json"))
        found = {field for field, required, _ in _without_one(full, kind) if required}
        assert found - {"id", "source", "subject", "time", "data"} == demanded.get(kind, set())


@pytest.mark.parametrize("kind", EVENTS)
def test_type_of_a_later_version_is_unknown_not_refused(kind: str) -> None:
    value = json.loads(read("valid", f"{kind}/full.json"))
    assert parse(msgspec.json.encode({**value, "type": kind + ".v9"})) == Unknown(kind + ".v9")
    assert faults(kind, {**value, "type": kind + ".v9"}) == {"$.type"}
