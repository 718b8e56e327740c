"""Small builders for scenarios: events in, alerts out, through the real engine in one process."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import count, groupby
from pathlib import Path
from typing import Any, cast

import detectors
from detectors.base import Detector
from detectors.catalogue import BY_NAME
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Decision, Event

START = 1_767_600_000.0  # Monday 2026-01-05 08:00 UTC
_ids = count()


def event(type_: str, subject: str, at: float, **fields: Any) -> Event:
    """Make an event `at` seconds after START."""
    return Event(
        type_, fields.pop("id", f"e{next(_ids)}"), subject, START + at, fields.pop("source", "/test"), **fields
    )


def failed(subject: str, at: float, ip: str, **fields: Any) -> Event:
    """Make a failed login."""
    return event(
        "account.login", subject, at, ip=ip, outcome=False, reason=fields.pop("reason", "bad_password"), **fields
    )


def entered(subject: str, at: float, ip: str, **fields: Any) -> Event:
    """Make a successful login."""
    return event("account.login", subject, at, ip=ip, outcome=True, **fields)


def shipped(name: str) -> Detector[Any]:
    """Build a detector with the settings it is shipped with."""
    assert name in BY_NAME, f"detectors/catalogue.py: no line for {name}"
    assert name in _stanzas(), f"detectors/detectors.toml: no stanza [{name}]"
    settings = {key: value for key, value in _stanzas()[name].items() if key != "mode"}
    return BY_NAME[name](**settings)


@cache
def _stanzas() -> dict[str, dict[str, Any]]:
    """Return what detectors.toml says: read once, since it is asked for thousands of times."""
    return tomllib.loads((Path(detectors.__file__).parent / "detectors.toml").read_text())


def decided(subject: str, at: float, verdict: str, **about: Any) -> Decision:
    """Make a reviewer's verdict `at` seconds after START."""
    return Decision(about.pop("id", f"d{next(_ids)}"), subject, START + at, verdict, **about)


def live(*names: str, settings: EngineSettings | None = None) -> Engine:
    """Return an engine of the named detectors, all of them live, as shipped."""
    return Engine(tuple(map(shipped, names)), dict.fromkeys(names, "live"), settings or EngineSettings(),
                  RecordingMetrics())  # fmt: skip


def alerts(events: Iterable[Event | Decision], *names: str) -> list[Alert]:
    """Run events and verdicts (sorted by time here) through the named detectors; return every version sent."""
    found: list[Alert] = []
    built = tuple(shipped(name) for name in names)
    metrics = RecordingMetrics()
    local = LocalPipeline(Engine(built, dict.fromkeys(names, "live"), EngineSettings(), metrics), found.append)
    in_order = sorted(events, key=lambda e: (e.time, e.id))
    for kind, together in groupby(in_order, key=type):
        if kind is Event:
            local.take_all(cast("list[Event]", list(together)))
            continue
        for decision in together:
            local.decide(cast("Decision", decision))
    local.flush()
    assert not metrics.total("abusewatch_detector_errors_total")  # a detector that fails is quiet for another reason
    return found


def last_versions(found: Iterable[Alert]) -> dict[str, Alert]:
    """Return the last version of each alert by id."""
    return {alert.alert_id: alert for alert in found}
