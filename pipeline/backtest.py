"""What detectors would have said about a file of the past, with the settings shipped or others; no broker."""

from __future__ import annotations

import io
import time
import tomllib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec
import pandas as pd
from msgspec import Struct

from detectors.catalogue import BY_NAME
from pipeline.alert_source import newest
from pipeline.config import Config, ConfigError
from pipeline.config.build import detectors
from pipeline.config.model import AuditSection
from pipeline.demo.scorecard import Run, score
from pipeline.lines import STDIN, read_lines
from pipeline.metrics_recording import RecordingMetrics
from pipeline.parallel import plan
from pipeline.parallel.setup import Setup
from pipeline.precision import estimate
from pipeline.replay import Summary
from pipeline.simulate.truth import Truth
from schemas.alert import Alert

DAY_S = 86_400.0


class By(StrEnum):
    """What alerts may be counted by."""

    SETTING = "setting"
    DETECTOR = "detector"
    DAY = "day"
    POLICY = "policy"
    SEVERITY = "severity"
    ENTITY = "entity"


class Outcome(Struct):
    """One run: every version of every alert, and what was read. `seconds` is the run's own time."""

    setting: str
    detectors: tuple[str, ...]
    alerts: list[Alert]
    summary: Summary
    first_refused: str
    seconds: float


def only(config: Config, names: Iterable[str]) -> Config:
    """Return the configuration with just these detectors, all live: in a backtest every word counts.

    Raises ConfigError for a name that is none.
    """
    chosen = set(names)
    unknown = sorted(chosen - BY_NAME.keys())
    if unknown:
        raise ConfigError([f"{name}: no such detector; `abusewatch detectors` lists them" for name in unknown])
    stanzas = {
        name: {**config.detectors.get(name, {}), "mode": "live" if name in chosen else "off"} for name in BY_NAME
    }
    return config.model_copy(update={"detectors": stanzas})


def changed(config: Config, settings: Sequence[str]) -> Config:
    """Return the configuration with `NAME.KEY=VALUE` put in; VALUE as in TOML. Raises ConfigError."""
    stanzas = {name: dict(stanza) for name, stanza in config.detectors.items()}
    for text in settings:
        name, key, value = parts(text)
        stanzas.setdefault(name, {})[key] = value
    return config.model_copy(update={"detectors": stanzas})


def parts(text: str) -> tuple[str, str, Any]:
    """Take `NAME.KEY=VALUE` apart.

    >>> parts("login_fanout.least=7")
    ('login_fanout', 'least', 7)
    """
    path, equals, value = text.partition("=")
    name, dot, key = path.strip().partition(".")
    if not (name and dot and key and equals):
        raise ConfigError([f"--set {text}: expected NAME.KEY=VALUE, such as login_fanout.least=7"])
    try:
        return name, key, tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return name, key, value.strip()


def run(setting: str, config: Config, file: str, jobs: int | None = None) -> Outcome:
    """Replay a file through the configuration's detectors, without audit samples.

    Raises ConfigError, InputError and JobError.
    """
    out, config = io.BytesIO(), config.model_copy(update={"audit": AuditSection()})
    began = time.perf_counter()
    lines, many = plan.planned(read_lines(file), jobs, alone=file == STDIN)
    replay = plan.replay(Setup(config), RecordingMetrics(), many, out, None)
    summary = replay.run(lines)
    decode = msgspec.json.Decoder(Alert).decode
    alerts = [decode(line) for line in out.getvalue().splitlines()]
    names = tuple(detector.name for detector in detectors(config)[0])
    return Outcome(setting, names, alerts, summary, replay.first_refused, time.perf_counter() - began)


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
