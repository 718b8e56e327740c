"""Alert and decision records for tests of what reads and writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from pipeline.alert_record import stamp
from pipeline.precision import estimate
from schemas.alert import Alert, AlertSignal, Entity
from schemas.wire import Decided
from schemas.wire_data import DecisionData

NOON = 1_767_614_400.0  # 2026-01-05 12:00 UTC


def alert(alert_id: str, detector: str = "login_fanout", **fields: Any) -> Alert:
    """Make an alert about one address with one account, unless told otherwise."""
    signal = AlertSignal(detector=detector, version=1, score=0.7, precision=estimate(0, 0),
                         evidence={"events": 5}, config="c0ffee")  # fmt: skip
    facts: dict[str, Any] = {
        "alert_id": alert_id, "version": 1, "mode": "live", "status": "open", "entity": Entity("ip", "203.0.113.7"),
        "accounts": ["u1"], "accounts_total": 1, "policy": "account_security", "severity": "high", "priority": 1.0,
        "first_seen": stamp(NOON), "last_seen": stamp(NOON + 60), "emitted_at": stamp(NOON + 60), "signals": [signal],
        "reason": "One address failed to log in.", "evidence_event_ids": [f"{alert_id}-e1"],
        "suggested_action": "Look.", "runbook": "runbook#x",
    }  # fmt: skip
    return Alert(**{**facts, **fields})


def case(number: int, detector: str = "counter") -> str:
    """Return an alert's id, as it names its detector."""
    return f"{detector}-{number:024x}"


def verdict(about: str, found: str, at: float = 0.0, *, subject: str = "u1", **fields: Any) -> Decided:
    """Make a verdict on an alert (unless `fields` name something else), `at` seconds after noon."""
    fields.setdefault("alert_id", about)
    data = DecisionData(verdict=found, **fields)  # type: ignore[arg-type]  # a wrong word fails in the test
    moment = datetime.fromtimestamp(NOON + at, UTC)
    return Decided(
        id=f"d-{about}-{fields.get('reviewer', 'r')}-{at}", source="/test", subject=subject, time=moment, data=data
    )


def json_lines(*records: msgspec.Struct) -> str:
    """Return the records as JSON lines."""
    return "".join(msgspec.json.encode(record).decode() + "\n" for record in records)
