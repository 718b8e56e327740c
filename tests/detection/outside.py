"""Abusewatch as an outsider drives it: `ingest`, `simulate` and `replay` as commands, files in and files out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.replay_out import SignalLine
from schemas.alert import Alert
from tests.support.command import Command

_replay, _ingest, _simulate = (Command(f"pipeline.{name}") for name in ("replay_cli", "ingest.cli", "simulate.cli"))
_alert = msgspec.json.Decoder(Alert).decode
_signal = msgspec.json.Decoder(SignalLine).decode


class Replayed(Struct):
    """What one replay left: every version of every alert, the summary, and where the signals lie."""

    alerts: list[Alert]
    summary: dict[str, Any]
    file: Path

    def signals(self) -> Iterator[SignalLine]:
        """Yield one line for each event and detector that scored it."""
        with self.file.open("rb") as lines:
            for line in lines:
                yield _signal(line)

    def best(self, area: str) -> dict[str, float]:
        """Return each event's highest score among the detectors of an area; events none of them scored are left out."""
        found: dict[str, float] = {}
        for line in self.signals():
            if line.area == area and line.score >= found.get(line.event_id, 0.0):
                found[line.event_id] = line.score
        return found

    def first(self, mode: str = "live") -> dict[str, Alert]:
        """Return the first version of every alert of a mode."""
        kept: dict[str, Alert] = {}
        for alert in self.alerts:
            if alert.mode == mode:
                kept.setdefault(alert.alert_id, alert)
        return kept


def replay(events: Path, work: Path, settings: str = "", *, signals: bool = True) -> Replayed:
    """Run `abusewatch replay` on a file, with the settings shipped or those of `settings` (TOML)."""
    config, alerts, scores = work / "settings.toml", work / "alerts.jsonl", work / "signals.jsonl"
    config.write_text(settings, encoding="utf-8")
    wanted = ["--signals", str(scores)] if signals else []
    summary = _replay.json(str(events), "--alerts", str(alerts), *wanted, "--config", str(config))
    return Replayed([_alert(line) for line in alerts.read_bytes().splitlines()], summary, scores)


def ingest(log: Path, work: Path) -> tuple[Path, dict[str, Any]]:
    """Run `abusewatch ingest auto` on a log; return the file of events and the summary."""
    events = work / "events.jsonl"
    return events, _ingest.json("auto", str(log), "--to", str(events))


def simulate(work: Path, *options: str) -> tuple[Path, Path, dict[str, Any]]:
    """Run `abusewatch simulate`; return the files of events and of the truth, and the summary."""
    events, truth = work / "events.jsonl", work / "truth.jsonl"
    return events, truth, _simulate.json("--to", str(events), "--truth", str(truth), *options)


def write(lines: Iterable[bytes], work: Path) -> Path:
    """Write JSON lines."""
    path = work / "events.jsonl"
    with path.open("wb") as file:
        file.writelines(line + b"\n" for line in lines)
    return path
