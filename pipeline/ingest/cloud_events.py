"""From a draft to the bytes that travel."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, NamedTuple

import msgspec

from pipeline.ingest.draft import Draft, Reject, RejectedLineError, subject_of
from pipeline.ingest.pseudonyms import Pseudonyms
from pipeline.ingest.times import written
from schemas.parse import Refused, Unknown, parse

_encode = msgspec.json.Encoder().encode


class Message(NamedTuple):
    """One event as it leaves: its type decides the topic, `subject` is the key."""

    type: str
    subject: str
    value: bytes


class CloudEvents:
    """Makes the events of one file. The same origin, line number, line and draft always give the same id.

    `origin` tells files of one source apart: equal lines of two of them are two events (default: the source).
    Every event is read back with the schemas before it leaves, so that nothing that they refuse is ever sent.
    With pseudonyms the ids are keyed too: an id must not confirm a guess at a line that held an address.
    """

    def __init__(self, source: str, pseudonyms: Pseudonyms | None = None, origin: str | None = None) -> None:
        self._source, self._origin = source, origin or source
        self._pseudonyms = pseudonyms

    def message(self, draft: Draft, line: str, number: int, ordinal: int) -> Message:
        """Return the event. RejectedLineError when the schemas refuse it."""
        event = self._attributes(draft, line, number, ordinal)
        if self._pseudonyms:
            event = self._pseudonyms.applied(event)
        try:
            value = _encode(event)
        except (TypeError, ValueError, RecursionError):
            raise RejectedLineError(Reject.NOT_JSON, "the event cannot be written as JSON") from None
        _check(value)
        return Message(draft.type, event["subject"], value)

    def _attributes(self, draft: Draft, line: str, number: int, ordinal: int) -> dict[str, Any]:
        given = draft.given or {}
        event = {
            "specversion": "1.0", "id": given.get("id") or self._id(line, number, ordinal),
            "source": given.get("source") or self._source, "type": draft.type, "subject": subject_of(draft),
            "time": written(draft.time), "data": draft.data,
        }  # fmt: skip
        return {**given, **event}

    def _id(self, line: str, number: int, ordinal: int) -> str:
        """Return 32 hexadecimal digits: half of a SHA-256, far from colliding among 10**15 lines."""
        named = f"{self._origin}\n{number}\n{ordinal}\n{line}".encode()
        key = self._pseudonyms.key if self._pseudonyms else b""
        digest = hmac.new(key, named, hashlib.sha256) if key else hashlib.sha256(named)
        return digest.hexdigest()[:32]


def _check(value: bytes) -> None:
    found = parse(value)
    if isinstance(found, Refused):
        raise RejectedLineError(found.reason, found.detail)
    if isinstance(found, Unknown):
        raise RejectedLineError(Reject.UNKNOWN_TYPE, "type is none that Abusewatch knows")
