"""JSON lines: CloudEvents as they are, or plain objects by a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.draft import Draft, Reject, RejectedLineError
from pipeline.ingest.mapping import FieldMapping
from schemas.parse import Refused, Unknown, parse

_decode = msgspec.json.Decoder().decode


def object_in(line: str) -> dict[str, Any]:
    """Return the line's JSON object. RejectedLineError: not_json, nesting, not_an_object."""
    try:
        found = _decode(line.encode())
    except (msgspec.DecodeError, UnicodeError) as error:
        raise RejectedLineError(Reject.NOT_JSON, str(error)[:200]) from None
    except RecursionError:
        raise RejectedLineError(Reject.NESTING, "nested too deeply") from None
    if not isinstance(found, dict):
        raise RejectedLineError(Reject.NOT_AN_OBJECT, "the line is JSON, but no object")
    return found


class JsonAdapter(Adapter):
    """Without a mapping each line is a CloudEvent, kept with its id, source and unknown fields; with one, a row."""

    def __init__(self, mapping: FieldMapping | None = None) -> None:
        self._mapping = mapping

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        found = object_in(line)
        return [self._mapping.draft(found) if self._mapping else _cloud_event(line, found)]


def _cloud_event(line: str, found: dict[str, Any]) -> Draft:
    """Return a CloudEvent as a draft. RejectedLineError: what the schemas refuse, and unknown_type."""
    checked = parse(line.encode())
    if isinstance(checked, Unknown):
        raise RejectedLineError(Reject.UNKNOWN_TYPE, "type is none that Abusewatch knows")
    if isinstance(checked, Refused):
        raise RejectedLineError(checked.reason, checked.detail)
    time = msgspec.convert(found["time"], datetime).astimezone(UTC)
    return Draft(found["type"], found["subject"], time, found.get("data") or {}, found)
