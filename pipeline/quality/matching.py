"""Which alert a decision is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from schemas.alert import Alert
from schemas.event import Decision

COLUMNS = ("alert_id", "time", "reviewer", "verdict", "source", "seconds", "subject")


def judgements(alerts: Mapping[str, Alert], decisions: Iterable[Decision]) -> tuple[pd.DataFrame, int]:
    """Return a row (COLUMNS) for each decision and alert it is about, and how many decisions are about none of them.

    About an alert: it names it, or an event among its evidence; or, naming nothing but the account, the alert is on
    that account itself. A decision that names a policy is only about alerts of it. A redelivered decision counts once.
    """
    by_event: dict[str, list[str]] = {}
    by_account: dict[str, list[str]] = {}
    for name, alert in alerts.items():
        for event_id in alert.evidence_event_ids:
            by_event.setdefault(event_id, []).append(name)
        if alert.entity.type == "account":
            by_account.setdefault(alert.entity.id, []).append(name)
    rows, unmatched = [], 0
    for one in {decision.id: decision for decision in decisions}.values():
        about = [
            name for name in _about(one, alerts, by_event, by_account) if one.policy in (None, alerts[name].policy)
        ]
        unmatched += not about
        rows += [(name, one.time, one.reviewer, one.verdict, one.source, one.seconds, one.subject) for name in about]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("time", kind="stable", ignore_index=True)
    return frame.astype({"seconds": float}), unmatched


def _about(one: Decision, alerts: Mapping[str, Alert], by_event: Mapping[str, list[str]],
           by_account: Mapping[str, list[str]]) -> list[str]:  # fmt: skip
    if one.alert_id is not None:
        return [one.alert_id] if one.alert_id in alerts else []
    if one.event_id is not None:
        return by_event.get(one.event_id, [])
    return by_account.get(one.subject, []) if one.content_id is None else []
