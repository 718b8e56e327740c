"""Whether a detector in shadow has earned its place before reviewers, and whether one in front of them still has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.precision import estimate
from pipeline.precision_gauge import JUDGED_LEAST
from pipeline.quality.joined_later import Begun, about, begun
from pipeline.quality.verdicts import verdicts
from schemas.alert import Alert
from schemas.values import Mode

MORE_MOST = 10_000  # verdicts; whoever needs more needs another detector
COLUMNS = ["detector", "mode", "alerts", "violation", "benign", "precision_low", "precision_high", "bar",
           "advice", "more"]  # fmt: skip


def promotion(alerts: Mapping[str, Alert], found: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return a row for each detector and mode (live, shadow) that raised an alert; `found` is from `judgements`.

    `bar`: the precision `least` that is asked of every detector, and of one in shadow also that of the live alerts
    together, once 20 of those are judged. `advice`: promote (20 judged, and the lower end of the interval reaches the
    bar), demote (20 judged, and the upper end is below it), else wait or keep. `more`: how many further verdicts, if
    all upheld, would promote; None where no number up to 10,000 does.
    """
    said = verdicts(found).set_index("alert_id")["verdict"]
    groups: dict[tuple[str, Mode], list[str]] = {}
    for name, alert in alerts.items():
        for detector in {signal.detector for signal in alert.signals}:
            groups.setdefault((detector, alert.mode), []).append(name)
    live = _counts([name for name, alert in alerts.items() if alert.mode == "live"], said)
    together = estimate(*live).mean if sum(live) >= JUDGED_LEAST else 0.0
    later = begun(alerts)
    rows = [_row(detector, mode, ids, _of(detector, found, later, said),
                 max(least, together) if mode == "shadow" else least)
            for (detector, mode), ids in sorted(groups.items()) if mode != "audit"]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _of(detector: str, found: pd.DataFrame, later: Begun, said: pd.Series[str]) -> pd.Series[str]:
    """Return what was said that is about the detector: all, but what came before it joined an alert."""
    mine = later.get(detector)
    return verdicts(about(found, mine)).set_index("alert_id")["verdict"] if mine else said


def _counts(ids: list[str], said: pd.Series[str]) -> tuple[int, int]:
    mine = said[said.index.isin(ids)]
    return int((mine == "violation").sum()), int((mine == "benign").sum())


def _row(detector: str, mode: Mode, ids: list[str], said: pd.Series[str], bar: float) -> dict[str, Any]:
    good, bad = _counts(ids, said)
    known, enough = estimate(good, bad), good + bad >= JUDGED_LEAST
    if mode == "shadow":
        advice = "promote" if enough and known.low >= bar else "wait"
    else:
        advice = "demote" if enough and known.high < bar else "keep"
    return {
        "detector": detector, "mode": mode, "alerts": len(ids), "violation": good, "benign": bad,
        "precision_low": known.low, "precision_high": known.high, "bar": round(bar, 6), "advice": advice,
        "more": _more(good, bad, bar) if advice == "wait" else None,
    }  # fmt: skip


def _more(good: int, bad: int, bar: float) -> int | None:
    """Return how many further upheld verdicts would do, by halving; the lower end rises with each."""
    low, high = max(0, JUDGED_LEAST - good - bad), MORE_MOST
    if estimate(good + high, bad).low < bar:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if estimate(good + middle, bad).low >= bar else (middle + 1, high)
    return low
