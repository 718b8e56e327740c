"""What reviewers' minutes a day get through: by priority; the rest is deferred and counted, never dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Any, NamedTuple

import pandas as pd

from pipeline.quality.verdicts import verdicts
from schemas.alert import Alert

COLUMNS = ["day", "new", "minutes_asked", "reviewed", "minutes_spent", "minutes_benign", "deferred", "oldest_days"]


class Case(NamedTuple):
    """A live alert that waits: the highest priority first, of these the oldest."""

    rank: float
    day: date
    name: str
    minutes: float


def budget(alerts: Mapping[str, Alert], found: pd.DataFrame, minutes_a_day: float, minutes_each: float) -> pd.DataFrame:
    """Return a row for each event-time day on which a live alert came or waited.

    An alert takes what judged alerts of its detector took on average, `minutes_each` before any pace is known. It waits
    from the day it was first seen; each day the highest priorities are taken until the next one would not fit, but
    one at the least. `deferred` are those left over, `oldest_days` the longest wait among them, `minutes_benign` what
    went to alerts judged to be none.
    """
    rows = verdicts(found)
    said = {str(name): str(verdict) for name, verdict in zip(rows["alert_id"], rows["verdict"], strict=True)}
    pace = _pace(alerts, found)
    new: dict[date, list[Case]] = {}
    for name, alert in alerts.items():
        if alert.mode == "live":
            day = date.fromisoformat(alert.first_seen[:10])
            minutes = pace.get(alert.signals[0].detector, minutes_each)
            new.setdefault(day, []).append(Case(-alert.priority, day, name, minutes))
    return pd.DataFrame(_days(new, minutes_a_day, said), columns=COLUMNS)


def _pace(alerts: Mapping[str, Alert], found: pd.DataFrame) -> dict[str, float]:
    """Return the minutes that a judged alert of each detector took on average."""
    timed = found[(found["seconds"] > 0) & found["alert_id"].isin(list(alerts))]
    spent = timed.groupby("alert_id")["seconds"].sum().to_frame("seconds")
    spent["detector"] = [alerts[str(name)].signals[0].detector for name in spent.index]
    return {str(name): float(mean) / 60 for name, mean in spent.groupby("detector")["seconds"].mean().items()}


def _days(new: dict[date, list[Case]], minutes: float, said: Mapping[str, str]) -> list[dict[str, Any]]:
    waiting: list[Case] = []
    rows: list[dict[str, Any]] = []
    day = min(new, default=date.min)
    while new or waiting:
        day = day if waiting else min(new)
        came = new.pop(day, [])
        for case in came:
            heappush(waiting, case)
        done = _one_day(waiting, minutes)
        rows.append({
            "day": day.isoformat(), "new": len(came), "minutes_asked": round(sum(c.minutes for c in came), 2),
            "reviewed": len(done), "minutes_spent": round(sum(c.minutes for c in done), 2),
            "minutes_benign": round(sum(c.minutes for c in done if said.get(c.name) == "benign"), 2),
            "deferred": len(waiting), "oldest_days": max(((day - c.day).days for c in waiting), default=0),
        })  # fmt: skip
        day += timedelta(days=1)
    return rows


def _one_day(waiting: list[Case], minutes: float) -> list[Case]:
    """Take from the heap what a day's minutes allow."""
    done: list[Case] = []
    left = minutes
    while waiting and (not done or waiting[0].minutes <= left):
        done.append(heappop(waiting))
        left -= done[-1].minutes
    return done
