"""The example files, and the two validators that must agree on them: msgspec's decoders and jsonschema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
from jsonschema import Draft202012Validator, ValidationError

from schemas import wire
from schemas.event import Decision, Event
from schemas.export import FOLDER, SUFFIX
from schemas.parse import Refused, Unknown, parse
from schemas.records import RECORDS

EXAMPLES = FOLDER.with_name("examples")
EVENTS = tuple(name for name, kind in RECORDS.items() if issubclass(kind, wire.Envelope))


def files(validity: str) -> list[str]:
    """Return the examples, valid or invalid, as `kind/case.json`."""
    return sorted(f"{path.parent.name}/{path.name}" for path in (EXAMPLES / validity).glob("*/*.json"))


def read(validity: str, name: str) -> bytes:
    return (EXAMPLES / validity / name).read_bytes()


def kind_of(name: str) -> str:
    return Path(name).parent.name


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / (kind + SUFFIX)).read_text(encoding="utf-8")))


def decode(kind: str, value: bytes) -> Event | Decision | Unknown | Refused | msgspec.Struct:
    """Read a record as the pipeline does: events through `parse`, everything else by its struct."""
    if kind in EVENTS:
        return parse(value)
    try:
        return msgspec.json.decode(value, type=RECORDS[kind])
    except msgspec.ValidationError as error:
        return Refused("schema", str(error))


def refused_at(refused: Refused) -> str:
    """Return the path of the field that a refusal names, as `$.data.outcome`."""
    if refused.reason == "time_out_of_range":
        return "$." + refused.detail.partition(":")[0]
    path = re.search(r"at `([^`]*)`$", refused.detail)
    missing = re.search(r"missing required field `([^`]*)`", refused.detail)
    return (path[1] if path else "$") + (f".{missing[1]}" if missing else "")


def faults(kind: str, value: Any) -> set[str]:
    """Return the paths at which jsonschema refuses `value`."""
    return {path for error in validator(kind).iter_errors(value) for path in _paths(error)}


def _paths(error: ValidationError) -> Iterator[str]:
    deeper = [inner for inner in error.context or () if len(inner.absolute_path) > len(error.absolute_path)]
    if deeper:  # inside one branch of an optional field
        for inner in deeper:
            yield from _paths(inner)
        return
    path = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    path = re.sub(r"\.evidence\..*", ".evidence[...]", path)  # msgspec does not name the key of a mapping
    if error.validator != "required":
        yield path
    elif isinstance(error.instance, dict):
        demanded = cast("list[str]", error.validator_value)
        yield from (f"{path}.{name}" for name in demanded if name not in error.instance)
