"""The alert stage: snooze and allow-list -> de-duplicate -> emit; ordered and counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

import msgspec

from detectors.base import Detector, Finding, State
from detectors.surprise import to_score
from detectors.tally import Tally
from pipeline.alert_id import alert_id
from pipeline.campaigns.bar import QUIET_S
from pipeline.campaigns.case import LATE_S
from pipeline.campaigns.crowd import hashes, seconds, smallest
from pipeline.controls import Controls
from pipeline.engine_settings import EngineSettings
from pipeline.keystate import KeyState, OpenAlert
from pipeline.metrics_spec import Metrics
from pipeline.precision import estimate, worth
from pipeline.runs import Run
from schemas.alert import Alert, AlertSignal, Entity
from schemas.finding import Finding as Found
from schemas.values import Mode, Status

Joins = tuple[list[int], list[str], list[int]]
AGAIN_S = LATE_S + QUIET_S  # how long after an alert a verdict on it may keep another one quiet


class Case(NamedTuple):
    """One run of one detector's findings on one entity."""

    detector: Detector[Any]
    key: str  # "type:id"
    known: KeyState
    run: Run

    @property
    def state(self) -> State:
        """Return the detector's state of the entity."""
        state: State = self.known.states[self.detector.name]
        return state

    @property
    def entity(self) -> Entity:
        """Return what the alert is about."""
        kind, _, name = self.key.partition(":")
        return Entity(self.detector.entity or kind, name)  # type: ignore[arg-type]  # keys are made of KEYED_BY words


class Desk:
    """Turns cases into findings and hands them to `emit`, versions counted.

    The first version is an alert as it is; what the later ones lead to is the campaign room's business, and so is what
    verdicts say of the detector: here precision is the prior.
    """

    def __init__(self, settings: EngineSettings, modes: dict[str, Mode], controls: Controls, metrics: Metrics,
                 emit: Callable[[Found], None]) -> None:  # fmt: skip
        self._settings, self._modes, self._controls = settings, modes, controls
        self._metrics, self._emit = metrics, emit
        self._configs: dict[str, str] = {}

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
        silenced = self._controls.silenced(case.detector.name, case.key, at, score)
        if silenced:
            self._metrics.count("abusewatch_alerts_suppressed_total", reason=silenced)
            return False
        finding = case.detector.explain(case.run.sum, case.state, case.key.partition(":")[2])
        finding.evidence = {name: _plain(figure) for name, figure in finding.evidence.items()}
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
        alert = self._alert(case, finding, opened, status, at)
        if alert.version == 1 and not opened.held:
            self._metrics.count("abusewatch_alerts_total", detector=case.detector.name, mode=alert.mode,
                                severity=alert.severity)  # fmt: skip
        self._emit(Found(alert, case.run.first, case.run.last, *joins, opened.held, opened.again))
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
        return limited and self._mode(case, at) == "live"

    def _alert(self, case: Case, finding: Finding, opened: OpenAlert, status: Status, at: float) -> Alert:
        detector, run, settings = case.detector, case.run.sum, self._settings
        precision = estimate(0, 0)  # what verdicts say is known in the campaign room
        signal = AlertSignal(
            detector=detector.name, version=detector.version, score=round(to_score(run.surprise), 9),
            precision=precision, evidence=finding.evidence, config=self._config(detector),
        )  # fmt: skip
        return Alert(
            alert_id=opened.alert_id, version=opened.version, mode=self._mode(case, at),
            status=status, entity=case.entity, accounts=finding.accounts[: settings.accounts_listed],
            accounts_total=finding.accounts_total, policy=detector.area, severity=finding.severity,
            priority=worth(precision.mean, finding.severity, settings.reviewer_minutes_per_alert),
            first_seen=stamp(run.first), last_seen=stamp(run.last), emitted_at=stamp(at), signals=[signal],
            reason=finding.reason, evidence_event_ids=[event_id for _, event_id in run.examples],
            suggested_action=finding.action, runbook=f"{settings.runbook_base}#{detector.name}",
        )  # fmt: skip

    def _mode(self, case: Case, at: float) -> Mode:
        name = case.detector.name
        return self._controls.mode(name, case.key, at) or self._modes.get(name, "shadow")

    def _config(self, detector: Detector[Any]) -> str:
        known = self._configs.get(detector.name)
        if known is None:
            blob = msgspec.json.encode(detector.config(), order="deterministic")
            known = self._configs[detector.name] = blake2b(blob, digest_size=6).hexdigest()
        return known


def _plain(figure: float | int | str) -> float | int | str:
    """Return a whole number as int: a count in a state that has been stored has become a float, and must say the same.

    >>> _plain(24.0), _plain(0.5), _plain("10.0.0.0/24")
    (24, 0.5, '10.0.0.0/24')
    """
    return int(figure) if isinstance(figure, float) and figure.is_integer() else figure


def _joins(finding: Finding, run: Tally) -> Joins:
    """Return what an alert can be joined by: crowd, ties and since, as in `schemas.finding`."""
    hashed = hashes(finding.accounts)
    crowd = smallest(hashed)
    times = [run.members if run.accounts is None else run.accounts, run.marked or {}]
    return crowd, sorted(run.ties or ()), seconds(crowd, times, run.first, hashed)


def _digest(said: tuple[Finding, Joins], status: Status, first: float) -> int:
    return crc32(msgspec.msgpack.encode((said, status, first), order="deterministic")) or 1


@lru_cache(maxsize=1024)
def stamp(time: float) -> str:
    """Return an event time as RFC 3339 in UTC, to the millisecond.

    >>> stamp(0.5)
    '1970-01-01T00:00:00.500Z'
    """
    return datetime.fromtimestamp(round(time, 3), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
