"""Running an ingest inside a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.formats import Settings, adapter_for
from pipeline.ingest.clock import LogClock
from pipeline.ingest.cloud_events import Message
from pipeline.ingest.draft import Draft, RejectedLineError, SkippedLineError, subject_of
from pipeline.ingest.reader import LogFile
from pipeline.ingest.rejects import RejectsFile
from pipeline.ingest.run import Ingest, Plan
from pipeline.ingest.summary import Summary
from pipeline.ingest.target import Target

LATEST = datetime(2026, 3, 1, tzinfo=UTC)


class KeptTarget(Target):
    """Keeps the events, as the JSON they would have been sent as."""

    name = "the test"

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.keys: list[str] = []

    def send(self, message: Message) -> None:
        self.events.append(msgspec.json.decode(message.value))
        self.keys.append(message.subject)

    def close(self) -> None:
        pass


def adapter(name: str, year: int | None = 2026) -> Adapter:
    return adapter_for(name, Settings(LogClock(UTC, year, LATEST)))


def read(name: str, *lines: str, year: int | None = 2026) -> list[Draft]:
    """Return the drafts of these lines, skipped ones aside; a rejection is the test's failure."""
    found: list[Draft] = []
    chosen = adapter(name, year)
    for line in lines:
        try:
            found += chosen.read(line)
        except SkippedLineError:
            continue
    return [*found, *chosen.finish()]


def facts(drafts: Sequence[Draft]) -> list[tuple[str, str, str | None, str | None]]:
    """Return (subject, outcome, reason, ip) of each draft."""
    return [(subject_of(d), d.data["outcome"], d.data.get("reason"), d.data.get("ip")) for d in drafts]


def rejection(name: str, line: str) -> str:
    """Return why the line is rejected; '' when it is not."""
    try:
        adapter(name).read(line)
    except RejectedLineError as rejected:
        return rejected.reason
    return ""


def ingest(path: Path, plan: Plan, rejects: Path | None = None) -> tuple[Summary, list[dict[str, Any]]]:
    target = KeptTarget()
    with RejectsFile(rejects or path.with_suffix(".rejects")) as listed, target:
        summary = Ingest(plan, target, listed).run([LogFile(str(path))])
    assert target.keys == [event["subject"] for event in target.events]
    return summary, target.events
