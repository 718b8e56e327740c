"""Alerts for tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime

from schemas.alert import Alert, AlertSignal, Entity, Precision

T0 = 1_769_900_000.0


def stamp(at: float) -> str:
    """Return a stamp."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def alert(
    entity: str,
    at: float = T0,
    *,
    name: str = "a1",
    version: int = 1,
    accounts: tuple[str, ...] = ("x",),
    policy: str = "account_security",
    mode: str = "live",
    detectors: tuple[str, ...] = ("fanout",),
    reason: str = "r",
    campaign: str | None = None,
) -> Alert:
    """Make one version of an alert about `type:id`."""
    kind, _, value = entity.partition(":")
    signals = [
        AlertSignal(detector=one, version=1, score=0.9, precision=Precision(0.5, 0.1, 0.9), evidence={}, config="c")
        for one in detectors
    ]
    return Alert(
        alert_id=name, version=version, mode=mode, status="open", entity=Entity(kind, value),  # type: ignore[arg-type]
        accounts=list(accounts), accounts_total=len(accounts), policy=policy, severity="high", priority=1.0,  # type: ignore[arg-type]
        first_seen=stamp(T0), last_seen=stamp(at), emitted_at=stamp(at), signals=signals, reason=reason,
        evidence_event_ids=[], suggested_action="s", runbook="b", campaign_id=campaign,
    )  # fmt: skip
