"""Detectors whose findings joined an alert after it was judged: what was said before is not about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from pipeline.alert_view import is_joined
from pipeline.campaigns.case import HOUR_S
from pipeline.stamps import stamp_s
from schemas.alert import Alert

Begun = dict[str, dict[str, float]]


def begun(alerts: Mapping[str, Alert]) -> Begun:
    """Return by detector and alert id when its first finding there began, if that was in a later hour than the alert.

    Event time in seconds, the beginning of the hour, as the precision in alerts goes by. Only what was joined tells.
    """
    first: dict[tuple[str, str], float] = {}
    for alert in alerts.values():
        for signal in alert.signals if is_joined(alert) else ():
            place = signal.detector, alert.campaign_id or ""
            first[place] = min(first.get(place, float("inf")), _hour(alert))
    found: Begun = defaultdict(dict)
    for (detector, name), hour in first.items():
        head = alerts.get(name)
        if head is not None and not name.startswith(f"{detector}-") and hour > _hour(head):
            found[detector][name] = hour
    return found


def about(found: pd.DataFrame, since: Mapping[str, float]) -> pd.DataFrame:
    """Return the judgements without those of alerts in `since` that were given before."""
    if not since:
        return found
    return found[found["time"] >= found["alert_id"].map(since).fillna(float("-inf"))]


def _hour(alert: Alert) -> float:
    return stamp_s(alert.first_seen) // HOUR_S * HOUR_S
