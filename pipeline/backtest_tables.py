"""What runs over a file of the past come to, as tables: how many alerts, how right, and where two settings differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from detectors.catalogue import BY_NAME
from pipeline.alert_source import newest
from pipeline.backtest import By, Outcome
from pipeline.demo.scorecard import Run
from pipeline.demo.scoring import score
from pipeline.precision import estimate
from pipeline.simulate.truth import Truth

DAY_S = 86_400.0


def counts(outcomes: Iterable[Outcome], by: Sequence[str]) -> pd.DataFrame:
    """Return how many alerts (ids) there were by these columns (of `By`), and how many accounts they name at most."""
    rows = [
        (one.setting, signal.detector, alert.first_seen[:10], alert.policy, alert.severity, alert.entity.type,
         alert.accounts_total)
        for one in outcomes for alert in newest(one.alerts).values() for signal in alert.signals
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=[*map(str, By), "accounts"])
    grouped = frame.groupby(list(by), sort=True)["accounts"]
    return grouped.agg(alerts="size", accounts="sum").reset_index()


def judged(outcomes: Iterable[Outcome], truths: Sequence[Truth]) -> pd.DataFrame:
    """Return precision, recall over the campaigns of its policy (both with 95 % intervals) and delay, by detector."""
    rows = [_judged(one, name, truths) for one in outcomes for name in one.detectors]
    return pd.DataFrame(rows).sort_values(["detector", "setting"], kind="stable", ignore_index=True)


def _judged(outcome: Outcome, name: str, truths: Sequence[Truth]) -> dict[str, Any]:
    area = BY_NAME[name].area
    said = [alert for alert in outcome.alerts if any(signal.detector == name for signal in alert.signals)]
    card = score(truths, said, Run(events=outcome.summary.events, seconds=outcome.seconds, days=_days(truths)))
    planted = [one for one in card.campaigns if one.area == area]
    found = [one.seconds for one in planted if one.seconds is not None]
    precision = estimate(card.alerts - card.false_alerts, card.false_alerts)
    recall = estimate(len(found), len(planted) - len(found))
    return {
        "detector": name, "setting": outcome.setting, "alerts": card.alerts, "false": card.false_alerts,
        "precision": 1 - card.false_alerts / card.alerts if card.alerts else None, "precision_low": precision.low,
        "precision_high": precision.high, "planted": len(planted), "found": len(found),
        "recall": len(found) / len(planted) if planted else None, "recall_low": recall.low, "recall_high": recall.high,
        "median_seconds": pd.Series(found, dtype=float).median() if found else None,
        "worst_seconds": max(found, default=None),
    }  # fmt: skip


def _days(truths: Sequence[Truth]) -> float:
    return (max(t.end for t in truths) - min(t.start for t in truths)) / DAY_S if truths else 0.0


def differences(shipped: Outcome, other: Outcome) -> pd.DataFrame:
    """Return the alerts that only one of two settings raised: setting, alert_id, detector, entity, first seen."""
    one, two = newest(shipped.alerts), newest(other.alerts)
    rows = [
        (outcome.setting, alert.signals[0].detector, f"{alert.entity.type}:{alert.entity.id}", alert.first_seen, name)
        for outcome, mine, theirs in ((shipped, one, two), (other, two, one))
        for name, alert in mine.items() if name not in theirs
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["only in", "detector", "entity", "first_seen", "alert_id"])
