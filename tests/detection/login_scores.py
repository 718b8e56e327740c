"""What the login detectors make of a labelled log: attacks found, false alerts, delay, and how well scores rank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from msgspec import Struct

from detectors.base import Detector, Signal
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Event
from tests.detection.login_log import Attack, LoginLog
from tests.support.scenario import shipped

NOTICE_S = 3600.0  # one on a rate is stamped with the beginning of its bucket, of up to an hour, or comes after it
GRACE_S = 600.0  # an alert counts for an attack up to so long after its end


class Scores(Struct):
    """`false` are alerts (first versions) that fit no attack; `delay_s` the median over the attacks found."""

    found: int
    attacks: int
    missed: list[int]
    false: list[Alert]
    days: float
    delay_s: float
    alerts: dict[str, int]
    average_precision: float
    roc_area: float


def measure(log: LoginLog, names: Sequence[str]) -> Scores:
    """Run the named detectors, as shipped, over the log."""
    first: dict[str, Alert] = {}
    every: list[Alert] = []
    best: dict[str, float] = {}

    def sink(event: Event, detector: Detector[Any], signal: Signal) -> None:
        best[event.id] = max(best.get(event.id, 0.0), signal.score)

    def emit(alert: Alert) -> None:
        first.setdefault(alert.alert_id, alert)
        every.append(alert)

    built = tuple(shipped(name) for name in names)
    engine = Engine(built, dict.fromkeys(names, "live"), EngineSettings(), RecordingMetrics())
    local = LocalPipeline(engine, emit, sink)
    for event in log.events:
        local.take(event)
    local.flush()
    return scores(log, first, every, best)


def scores(log: LoginLog, first: dict[str, Alert], every: list[Alert], best: dict[str, float]) -> Scores:
    """Judge alerts (the first version of each, and every version) and each event's best score."""
    delays = {i: d for i, attack in enumerate(log.attacks) if (d := _delay(attack, every)) is not None}
    right = {alert.alert_id for attack in log.attacks for alert in every if _fits(alert, attack)}
    by_name: dict[str, int] = {}
    for alert in first.values():
        by_name[alert.signals[0].detector] = by_name.get(alert.signals[0].detector, 0) + 1
    ranked = sorted(log.events, key=lambda e: -best.get(e.id, 0.0))
    precision, roc = rank_quality([(best.get(e.id, 0.0), e.id in log.abusive) for e in ranked])
    return Scores(
        len(delays), len(log.attacks), [i for i in range(len(log.attacks)) if i not in delays],
        [alert for name, alert in first.items() if name not in right and not _notice(alert, log.attacks)],
        (log.events[-1].time - log.events[0].time) / 86_400, median(delays.values()) if delays else float("nan"),
        by_name, precision, roc,
    )  # fmt: skip


def seconds(stamp: str) -> float:
    """Return an alert's timestamp in seconds since 1970."""
    return datetime.fromisoformat(stamp).timestamp()


def _fits(alert: Alert, attack: Attack) -> bool:
    if not attack.start <= seconds(alert.emitted_at) <= attack.end + GRACE_S:
        return False
    return alert.entity.id in attack.addresses | attack.accounts or not attack.accounts.isdisjoint(alert.accounts)


def _notice(alert: Alert, attacks: Sequence[Attack]) -> bool:
    """Say whether an alert on a rate came during an attack: it accuses nobody, and something did happen."""
    at = seconds(alert.emitted_at)
    return alert.policy == "signal_health" and any(one.start - NOTICE_S <= at <= one.end + NOTICE_S for one in attacks)


def _delay(attack: Attack, every: list[Alert]) -> float | None:
    times = [seconds(alert.emitted_at) for alert in every if _fits(alert, attack)]
    return min(times) - attack.start if times else None


def rank_quality(ranked: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return average precision and the area under the ROC curve of (score, label) pairs, best first; ties share."""
    positives = sum(label for _, label in ranked)
    negatives = len(ranked) - positives
    precision = area = 0.0
    true = seen = at = 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        hits = sum(label for _, label in ranked[at:end])
        area += (end - at - hits) * (true + hits / 2)
        true, seen, at = true + hits, end, end
        precision += hits / positives * true / seen
    return precision, area / (positives * negatives)
