"""Alerts on which an appeal changed the verdict: which enforcement was wrong, who had decided it, and on what words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.alert_record import stamp
from pipeline.quality.verdicts import APPEAL, GOLDEN, last_words, verdicts
from schemas.alert import Alert


def overturned(alerts: Mapping[str, Alert], found: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a record for each alert that the last sure appeal judged otherwise; who appealed last comes last.

    Also what it found benign where no earlier verdict is at hand: `verdict` is None. `found` is from
    `matching.judgements`. `decided_by` are the reviewers who gave the verdict that fell (all who spoke where they were
    at odds), `decided_at` when the last of them did; `account` is who appealed, where the alert names that account.
    """
    judged = verdicts(found)
    unknown = judged["appealed"] & judged["before_appeal"].isna() & (judged["verdict"] == "benign")
    changed = judged[judged["overturned"] | unknown]
    words = {str(name): group for name, group in found[found["source"] != GOLDEN].groupby("alert_id")}
    told = zip(changed["alert_id"], changed["before_appeal"], strict=True)
    rows = [_row(alerts[name], words[name], None if pd.isna(before) else str(before)) for name, before in told]
    return sorted(rows, key=lambda row: (row["appealed_at"], row["alert_id"]))


def _row(alert: Alert, words: pd.DataFrame, before: str | None) -> dict[str, Any]:
    appeal = words[(words["source"] == APPEAL) & (words["verdict"] != "unsure")].iloc[-1]
    said = last_words(words[words["source"] != APPEAL])
    agreed = said[said["verdict"] == before]
    mine = agreed if len(agreed) else said
    return {
        "alert_id": alert.alert_id, "mode": alert.mode, "policy": alert.policy, "severity": alert.severity,
        "detectors": [signal.detector for signal in alert.signals],
        "entity": {"type": alert.entity.type, "id": alert.entity.id}, "accounts_total": alert.accounts_total,
        "account": appeal["subject"] if _names(alert, appeal["subject"]) else None,
        "verdict": before, "decided_by": _signed(words.loc[mine.index]), "decided_at": _last(mine),
        "on_appeal": appeal["verdict"], "appeal_by": _signed(words.loc[[appeal.name]]),
        "appealed_at": stamp(appeal["time"]), "reason": alert.reason,
    }  # fmt: skip


def _names(alert: Alert, account: str) -> bool:
    return account in alert.accounts or (alert.entity.type, alert.entity.id) == ("account", account)


def _signed(words: pd.DataFrame) -> list[str]:
    """Return the reviewers; one who gave no name is none."""
    return [str(name) for name in words["reviewer"].dropna()]


def _last(words: pd.DataFrame) -> str | None:
    return stamp(words["time"].max()) if len(words) else None
