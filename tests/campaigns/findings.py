"""Findings for tests of this folder: detectors' alerts with what they can be joined by."""

from __future__ import annotations

from typing import Any

from pipeline.alert_record import stamp
from pipeline.campaigns.crowd import sketch
from schemas.alert import Entity
from schemas.finding import Finding
from tests.support.alerts import NOON, alert

HOUR = 3600.0


def finding(name: str, first: float, last: float, accounts: list[str], *, entity: str = "ip:203.0.113.7",
            ties: tuple[str, ...] = (), detector: str = "login_fanout", total: int | None = None,
            **fields: Any) -> Finding:  # fmt: skip
    """Make a finding that lasts from `first` to `last` seconds after noon."""
    kind, _, bare = entity.partition(":")
    facts: dict[str, Any] = {
        "entity": Entity(kind, bare), "accounts": accounts[:50], "accounts_total": total or len(accounts),  # type: ignore[arg-type]
        "first_seen": stamp(NOON + first), "last_seen": stamp(NOON + last), "emitted_at": stamp(NOON + last),
    }  # fmt: skip
    record = alert(name, detector, **{**facts, **fields})
    return Finding(record, NOON + first, NOON + last, sketch(accounts), sorted(ties))


def names(prefix: str, count: int) -> list[str]:
    """Return `count` account ids."""
    return [f"{prefix}{number}" for number in range(count)]
