"""Events as the bytes that a producer would send."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from schemas.event import Decision, Event

_ENVELOPE = {
    "type",
    "id",
    "subject",
    "time",
    "source",
    "novel",
    "fingerprints",
    "domains",
    "features",
    "beliefs",
    "site",
    "used",
}
_VERDICT = {"id", "subject", "time"}


def to_bytes(event: Event) -> bytes:
    """Return the CloudEvent of a flat event; `domains` become links."""
    data = {k: v for k, v in msgspec.structs.asdict(event).items() if k not in _ENVELOPE and v is not None}
    if "outcome" in data:
        data["outcome"] = "success" if data["outcome"] else "failure"
    if event.domains:
        data["urls"] = [f"https://{domain}/" for domain in event.domains]
    time = datetime.fromtimestamp(event.time, UTC).isoformat().replace("+00:00", "Z")
    envelope = {"specversion": "1.0", "type": event.type, "id": event.id, "source": event.source or "/test",
                "subject": event.subject, "time": time, "data": data}  # fmt: skip
    return msgspec.json.encode(envelope)


def decision_to_bytes(decision: Decision) -> bytes:
    """Return the CloudEvent of a verdict."""
    data = {k: v for k, v in msgspec.structs.asdict(decision).items() if k not in _VERDICT and v is not None}
    time = datetime.fromtimestamp(decision.time, UTC).isoformat().replace("+00:00", "Z")
    envelope = {"specversion": "1.0", "type": "review.decided", "id": decision.id, "source": "/review",
                "subject": decision.subject, "time": time, "data": data}  # fmt: skip
    return msgspec.json.encode(envelope)
