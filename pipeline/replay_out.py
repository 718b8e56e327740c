"""What a replay writes and counts: versions of alerts, signals, and its summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import msgspec
from msgspec import Struct

from detectors.base import Detector, Signal
from pipeline.alert_record import stamp
from pipeline.decisions import Upheld
from pipeline.plural import many
from schemas.alert import Alert
from schemas.event import Event
from schemas.values import Area, Mode


class SignalLine(Struct):
    """One detector's view of one event, as `--signals` writes it."""

    event_id: str
    time: str
    subject: str
    detector: str
    version: int
    area: Area
    mode: Mode
    key: str
    score: float
    warm: bool


def signal_line(event: Event, detector: Detector[Any], signal: Signal, mode: Mode) -> SignalLine:
    """Return the line of one signal."""
    return SignalLine(
        event.id, stamp(event.time), event.subject, detector.name, detector.version, detector.area, mode, signal.key,
        round(signal.score, 9), signal.warm,
    )  # fmt: skip


class Summary(Struct):
    """What a replay saw. `refused` counts dead letters by reason, `verdicts` the alerts judged by detector."""

    lines: int = 0
    events: int = 0
    decisions: int = 0
    skipped: int = 0
    refused: dict[str, int] = {}
    alerts: int = 0
    versions: int = 0
    signals: int = 0
    verdicts: dict[str, dict[str, int]] = {}


class AlertsOut:
    """Writes every version of every alert as a JSON line to `out`, or to nobody, and counts them in `summary`."""

    def __init__(self, summary: Summary, out: IO[bytes] | None) -> None:
        self._summary, self._out = summary, out
        self._json = msgspec.json.Encoder().encode
        self._ids: set[str] = set()

    def write(self, alert: Alert) -> None:
        """Take one version."""
        self._summary.versions += 1
        self._ids.add(alert.alert_id)
        if self._out is not None:
            self._out.write(self._json(alert) + b"\n")

    def counted(self, upheld: Mapping[str, Upheld]) -> Summary:
        """Return the summary with what is known at the end; `upheld` by detector."""
        self._summary.alerts = len(self._ids)
        said = sorted(upheld.items())
        self._summary.verdicts = {name: {"upheld": one.good, "overturned": one.bad} for name, one in said}
        return self._summary


def dead_lettered(summary: Summary, first: str) -> list[str]:
    """Say how many lines were refused, by reason, and `first`, where the first is and why; nothing where none was."""
    refused = sum(summary.refused.values())
    if not refused:
        return []
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(summary.refused.items()))
    return [f"{many(refused, 'line')} dead-lettered ({reasons}); the first: {first}"]
