"""One case of one detector on one entity, and the alert record that tells of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from detectors.base import Detector, Finding, State
from detectors.login_unnamed import UNNAMED
from detectors.surprise import to_score
from pipeline.campaigns.entered_first import cut_short, entered_by, listed_first
from pipeline.controls import Controls
from pipeline.engine_settings import EngineSettings
from pipeline.keystate import KeyState, OpenAlert
from pipeline.precision import estimate, worth
from pipeline.runs import Run
from schemas.alert import Alert, AlertSignal, Entity
from schemas.values import Mode, Status

_STAND_IN = f"account:{UNNAMED}"
_NAMELESS = " No account is named: this is about all who came from the address without one."


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
        """Return what the alert is about: where the account is one that nobody named, the address it stands for."""
        return entity_of(self.detector, self.key)

    @property
    def nameless(self) -> str:
        """Return what a reviewer must know where an account stands for all at an address whom nobody named."""
        return _NAMELESS if _is_nameless(self.key) else ""

    @property
    def accused(self) -> str:
        """Return the same as `type:id`: what operators silence."""
        return f"{self.entity.type}:{self.entity.id}"


def entity_of(detector: Detector[Any], key: str) -> Entity:
    """Return what a detector's alert on a key (type:id) is about; see `Case.entity`."""
    kind, _, name = key.partition(":")
    if _is_nameless(key):
        return Entity("ip", name.removeprefix(UNNAMED))
    known = kind if detector.or_account else detector.entity or kind
    return Entity(known, name)  # type: ignore[arg-type]  # keys are made of KEYED_BY words


def _is_nameless(key: str) -> bool:
    return key.startswith(_STAND_IN) and key != _STAND_IN


class Recorder:
    """Writes alerts: what the settings, the lists and the prior add to what a detector found."""

    def __init__(self, settings: EngineSettings, modes: dict[str, Mode], controls: Controls) -> None:
        self._settings, self._modes, self._controls = settings, modes, controls
        self._configs: dict[str, str] = {}

    def alert(self, case: Case, finding: Finding, opened: OpenAlert, status: Status, at: float) -> Alert:
        """Return the version of a case's alert that is due at event time `at`; its precision is the prior."""
        detector, run, settings = case.detector, case.run.sum, self._settings
        accounts = finding.accounts[: settings.accounts_listed]
        first = listed_first(finding.entered, len(accounts), finding.accounts_total)
        inside = entered_by(detector.name, finding.entered, finding.accounts_total)
        short = cut_short(len(accounts), finding.accounts_total)
        precision = estimate(0, 0)  # what verdicts say is known in the campaign room
        signal = AlertSignal(
            detector=detector.name, version=detector.version, score=round(to_score(run.surprise), 9),
            precision=precision, evidence=finding.evidence, config=self._config(detector),
        )  # fmt: skip
        return Alert(
            alert_id=opened.alert_id, version=opened.version, mode=self.mode(case, at),
            status=status, entity=case.entity, accounts=accounts,
            accounts_total=finding.accounts_total, policy=detector.area, severity=finding.severity,
            priority=worth(precision.mean, finding.severity, settings.reviewer_minutes_per_alert),
            first_seen=stamp(run.first), last_seen=stamp(run.last), emitted_at=stamp(at), signals=[signal],
            reason=finding.reason + case.nameless + first,
            evidence_event_ids=finding.events or [event_id for _, event_id in run.examples],
            suggested_action=finding.action + short, runbook=f"{settings.runbook_base}#{detector.name}",
            accounts_entered=min(inside, len(accounts)),
        )  # fmt: skip

    def mode(self, case: Case, at: float) -> Mode:
        """Return in which mode the case alerts at event time `at`: as a list says, else as the settings do."""
        name = case.detector.name
        return self._controls.mode(name, case.accused, at) or self._modes.get(name, "shadow")

    def _config(self, detector: Detector[Any]) -> str:
        known = self._configs.get(detector.name)
        if known is None:
            blob = msgspec.json.encode(detector.config(), order="deterministic")
            known = self._configs[detector.name] = blake2b(blob, digest_size=6).hexdigest()
        return known


def plain(figure: float | int | str) -> float | int | str:
    """Return a whole number as int: a count in a state that has been stored has become a float, and must say the same.

    >>> plain(24.0), plain(0.5), plain("10.0.0.0/24")
    (24, 0.5, '10.0.0.0/24')
    """
    return int(figure) if isinstance(figure, float) and figure.is_integer() else figure


@lru_cache(maxsize=1024)
def stamp(time: float) -> str:
    """Return an event time as RFC 3339 in UTC, to the millisecond.

    >>> stamp(0.5)
    '1970-01-01T00:00:00.500Z'
    """
    return datetime.fromtimestamp(round(time, 3), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
