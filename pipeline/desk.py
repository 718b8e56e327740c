"""The alert stage: snooze and allow-list -> de-duplicate -> emit; ordered and counted."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

import msgspec

from detectors.base import Finding
from detectors.surprise import to_score
from detectors.tally import Tally
from pipeline.alert_id import alert_id
from pipeline.alert_record import Case, Recorder, plain
from pipeline.campaigns.bar import QUIET_S
from pipeline.campaigns.case import LATE_S
from pipeline.campaigns.crowd import hashes, seconds, smallest
from pipeline.controls import Controls
from pipeline.engine_settings import EngineSettings
from pipeline.keystate import OpenAlert
from pipeline.metrics_spec import Metrics
from schemas.finding import Finding as Found
from schemas.values import Mode, Status

Joins = tuple[list[int], list[str], list[int]]
AGAIN_S = LATE_S + QUIET_S  # how long after an alert a verdict on it may keep another one quiet


class Desk:
    """Turns cases into findings and hands them to `emit`, versions counted.

    The first version is an alert as it is; what the later ones lead to is the campaign room's business, and so is what
    verdicts say of the detector: here precision is the prior.
    """

    def __init__(self, settings: EngineSettings, modes: dict[str, Mode], controls: Controls, metrics: Metrics,
                 emit: Callable[[Found], None]) -> None:  # fmt: skip
        self._settings, self._controls = settings, controls
        self._metrics, self._emit = metrics, emit
        self._record = Recorder(settings, modes, controls)

    def alert_id(self, case: Case) -> str:
        """Return the deterministic id: detector, entity and the idle-hour in which the episode began."""
        hour = int(case.run.first // self._settings.idle_s)
        return alert_id(case.detector.name, f"{case.entity.type}|{case.entity.id}", hour)

    def opened(self, case: Case) -> OpenAlert | None:
        """Return the alert of this id if it is open; what is open tells its hour, so that no id need be made."""
        name, idle = case.detector.name, self._settings.idle_s
        hour = case.run.first // idle
        return next((one for one in case.known.opened.values()
                     if one.detector == name and one.started // idle == hour), None)  # fmt: skip

    def open(self, case: Case) -> OpenAlert:
        """Start an alert; nothing is sent yet."""
        opened = OpenAlert(self.alert_id(case), case.detector.name, case.run.first)
        case.known.open(opened)
        return opened

    def send(self, case: Case, opened: OpenAlert) -> bool:
        """Send the next version if the content has changed since the last; return False if somebody silenced it."""
        return self._submit(case, opened, "open", case.run.last)

    def close(self, case: Case, opened: OpenAlert, at: float) -> None:
        """Send the last version, closed at event time `at`."""
        self._submit(case, opened, "closed", at)

    def _submit(self, case: Case, opened: OpenAlert, status: Status, at: float) -> bool:
        score = to_score(case.run.sum.surprise)
        silenced = self._controls.silenced(case.detector.name, case.accused, at, score)
        if silenced:
            self._metrics.count("abusewatch_alerts_suppressed_total", reason=silenced)
            return False
        finding = case.detector.explain(case.run.sum, case.state, case.key.partition(":")[2])
        finding.evidence = {name: plain(figure) for name, figure in finding.evidence.items()}
        opened.sent_at = max(opened.sent_at, case.run.last)
        joins = _joins(finding, case.run.sum)
        digest = _digest((finding, joins), status, case.run.first)
        if digest == opened.digest:
            self._metrics.count("abusewatch_alerts_suppressed_total", reason="unchanged")
            return True
        if not opened.version:
            opened.again = self._comes_again(case)
            opened.held = opened.again or self._is_limited(case, finding, at)
        opened.digest, opened.version, opened.severity = digest, opened.version + 1, finding.severity
        alert = self._record.alert(case, finding, opened, status, at)
        if alert.version == 1 and not opened.held:
            self._metrics.count("abusewatch_alerts_total", detector=case.detector.name, mode=alert.mode,
                                severity=alert.severity)  # fmt: skip
        self._emit(Found(alert, case.run.first, case.run.last, *joins, opened.held, opened.again, finding.entered))
        return True

    def _comes_again(self, case: Case) -> bool:
        """Tell whether the entity has alerted before: then reviewers may have called it benign."""
        name, first = case.detector.name, case.run.first
        if case.entity.type == "site":
            return False
        before = case.known.alerted.get(name)
        others = (one for one in case.known.opened.values() if one.detector == name and one.version)
        return (before is not None and first - before < AGAIN_S) or any(one.started < first for one in others)

    def _is_limited(self, case: Case, finding: Finding, at: float) -> bool:
        """Tell whether reviewers' minutes must allow the alert."""
        limited = self._settings.minutes_a_day(case.detector.area) is not None and finding.severity != "critical"
        return limited and self._record.mode(case, at) == "live"


def _joins(finding: Finding, run: Tally) -> Joins:
    """Return what an alert can be joined by: crowd, ties and since, as in `schemas.finding`."""
    hashed = hashes([name for name in finding.accounts if name not in finding.unjoined])
    crowd = smallest(hashed)
    times = [run.members if run.accounts is None else run.accounts, run.marked or {}]
    return crowd, sorted(run.ties or ()), seconds(crowd, times, run.first, hashed)


def _digest(said: tuple[Finding, Joins], status: Status, first: float) -> int:
    return crc32(msgspec.msgpack.encode((said, status, first), order="deterministic")) or 1
