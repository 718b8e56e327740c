"""From a row's fields to an event's: which column is what, which value means what, and what is always so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from pipeline.ingest.address import first_of
from pipeline.ingest.draft import LOGIN, Draft, Reject, RejectedLineError
from pipeline.ingest.reasons import reason_of
from pipeline.ingest.times import moment_of

_YES = frozenset({"true", "t", "yes", "y", "1", "success", "successful", "succeeded", "ok", "allowed", "approved"})
_NO = frozenset({"false", "f", "no", "n", "0", "failure", "failed", "fail", "error", "denied", "declined"})
_NUMBERS = frozenset({"units", "requests", "amount_minor", "asn", "status"})
_WHOLE = frozenset({"asn", "status"})
_FLAGS = frozenset({"mfa"})


@dataclass(frozen=True)
class FieldMapping:
    """How rows become events of one type.

    `columns`: event field -> column (in JSON a dotted path); `values`: (field, value in the row) -> value in the event;
    `constants`: event field -> value for every row. Fields: time, subject, id and those of the type's data.
    """

    columns: Mapping[str, str]
    type: str = LOGIN
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC

    def draft(self, row: Mapping[str, Any]) -> Draft:
        """Return the row's event. RejectedLineError: no_time, bad_time, bad_number, bad_outcome, no_subject."""
        raw = {name: _at(row, column) for name, column in self.columns.items()}
        found = {name: self.values.get((name, str(value)), value) for name, value in raw.items()}
        found.update(self.constants)
        time = moment_of(found.pop("time", None), self.zone)
        subject = str(found.pop("subject", None) or "")
        data = {name: _value(name, value) for name, value in found.items() if value not in (None, "")}
        if "outcome" in data and data["outcome"] == "success":
            data.pop("reason", None)
        return Draft(self.type, subject or None, time, data)


def _at(row: Mapping[str, Any], column: str) -> Any:
    """Return the column's value; where there is no such name, a dotted path is followed into the objects."""
    if column in row:
        return row[column]
    inner: Any = row
    for step in column.split("."):
        inner = inner.get(step) if isinstance(inner, dict) else None
    return inner


def _value(name: str, value: Any) -> Any:
    if name == "outcome":
        return _outcome(str(value).strip().lower())
    if name == "ip":
        return first_of(str(value)) or str(value)
    if name == "reason":
        return reason_of(str(value))
    if name in _NUMBERS:
        return _number(name, value)
    if name in _FLAGS:
        return str(value).strip().lower() in _YES
    return value if isinstance(value, list) else str(value)


def _outcome(word: str) -> str:
    if word in _YES or "success" in word:
        return "success"
    if word in _NO or "fail" in word:
        return "failure"
    raise RejectedLineError(Reject.BAD_OUTCOME, "outcome is neither success nor failure; say which with --values")


def _number(name: str, value: Any) -> float | int:
    try:
        number = float(value)
        return int(number) if name in _WHOLE or number.is_integer() else number
    except (TypeError, ValueError, OverflowError):
        raise RejectedLineError(Reject.BAD_NUMBER, f"{name} is not a number") from None
