"""The figures, by detector or by policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pandas as pd

from pipeline.precision import estimate
from pipeline.quality.joined_later import about, begun
from pipeline.quality.verdicts import APPEAL, GOLDEN, alpha, last_words, verdicts
from schemas.alert import Alert

By = Literal["detector", "policy"]


def report(alerts: Mapping[str, Alert], found: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return a row for each detector (or policy) that raised an alert; `found` is from `matching.judgements`.

    An alert that several detectors signed counts for each, but for what was said before one joined it. `precision` is
    the share upheld of those that are surely one or the other, with the central 95 % interval; `agreement` the share of
    alerts judged twice or more about which all said the same (with its interval), `alpha` Krippendorff's; `minutes`
    what reviewers spent, `minutes_benign` on alerts that were none (the noise), and `minutes_to_come` what the alerts
    not yet judged will take at the pace so far (None before any pace is known); `minutes_each` is that pace, which
    alerts' priorities and the budget go by, too.
    """
    later, all_said = begun(alerts) if by == "detector" else {}, _said(found)
    rows = [{by: name, **_row(ids, *(_said(about(found, later[name])) if name in later else all_said))}
            for name, ids in _groups(alerts.values(), by).items()]  # fmt: skip
    return pd.DataFrame(rows).sort_values(by, ignore_index=True) if rows else pd.DataFrame(columns=[by])


def _said(found: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Return the verdicts by alert id, and what reviewers said of each before any appeal."""
    first = last_words(found[~found["source"].isin([APPEAL, GOLDEN])])
    words = {str(name): list(group) for name, group in first.groupby("alert_id")["verdict"]}
    return verdicts(found).set_index("alert_id"), words


def spent(found: pd.DataFrame) -> float:
    """Return the minutes that reviewers spent, each alert's once however many detectors signed it."""
    return _minutes(verdicts(found))


def _groups(alerts: Iterable[Alert], by: By) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for alert in alerts:
        names = {alert.policy} if by == "policy" else {signal.detector for signal in alert.signals}
        for name in names:
            groups.setdefault(name, []).append(alert.alert_id)
    return groups


def _row(ids: list[str], judged: pd.DataFrame, words: Mapping[str, list[str]]) -> dict[str, Any]:
    mine = judged[judged.index.isin(ids)]
    said = mine["verdict"].value_counts()
    good, bad = int(said.get("violation", 0)), int(said.get("benign", 0))
    precision = estimate(good, bad)
    units = [words[name] for name in ids if len(words.get(name, ())) > 1]
    same = sum(len(set(unit)) == 1 for unit in units)
    agreement = estimate(same, len(units) - same)
    return {
        "alerts": len(ids), "judged": len(mine), "violation": good, "benign": bad, "unsure": int(said.get("unsure", 0)),
        "precision": good / (good + bad) if good + bad else None, "precision_low": precision.low,
        "precision_high": precision.high, "judged_twice": len(units),
        "agreement": same / len(units) if units else None, "agreement_low": agreement.low if units else None,
        "agreement_high": agreement.high if units else None, "alpha": alpha(units),
        "appeals": int(mine["appealed"].sum()), "overturned": int(mine["overturned"].sum()),
        "minutes": _minutes(mine), "minutes_benign": _minutes(mine[mine["verdict"] == "benign"]),
        "minutes_each": _to_come(1, mine), "minutes_to_come": _to_come(len(ids) - len(mine), mine),
    }  # fmt: skip


def _minutes(rows: pd.DataFrame) -> float:
    return round(float(rows["seconds"].sum()) / 60, 2)


def _to_come(reviews: int, mine: pd.DataFrame) -> float | None:
    """Return the minutes of so many reviews more at the pace so far; None before any is known."""
    timed = mine[mine["seconds"] > 0]
    return round(reviews * float(timed["seconds"].mean()) / 60, 2) if len(timed) else None
