"""What was found beside what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from pipeline.plural import many
from schemas.alert import Alert
from tests.test_replay_equals_stages import content

_SHOWN = 3


class Verdict(Struct):
    """One case's comparison. `problems` says first what differs, in words; empty means passed."""

    expected: int
    found: int
    different: int  # ids lost, invented, or with another last version
    repeated: int  # the same version of an alert committed more than once
    contradicting: int  # one version of an alert committed with two contents
    disordered: int = 0  # versions of an alert that a reader met behind a later one
    problems: list[str] = []

    @property
    def passed(self) -> bool:
        """Say whether all is as it must be."""
        return not self.problems


def judge(expected: Mapping[str, Mapping[str, Any]], found: list[Alert]) -> Verdict:
    """Compare the set of alerts and the last version of each, and look for versions that say two things."""
    last = content(found)
    wrong = sorted(i for i in expected.keys() | last.keys() if expected.get(i) != last.get(i))
    repeated, contradicting = _versions(found)
    problems = [_difference(i, expected.get(i), last.get(i)) for i in wrong[:_SHOWN]]
    problems += [f"{name} was committed with two contents" for name in contradicting[:_SHOWN]]
    if repeated:
        problems.append(f"{repeated} versions were committed again")
    late = _disordered(found)
    if late:
        problems.append(f"{many(late, 'version')} came behind a later one of the same alert")
    return Verdict(len(expected), len(last), len(wrong), repeated, len(contradicting), late, problems)


def _versions(found: Iterable[Alert]) -> tuple[int, list[str]]:
    said: dict[tuple[str, int], Alert] = {}
    again, contradicting = 0, []
    for alert in found:
        if said.setdefault((alert.alert_id, alert.version), alert) is not alert:
            again += 1
            if said[alert.alert_id, alert.version] != alert:
                contradicting.append(f"{alert.alert_id} version {alert.version}")
    return again, contradicting


def _disordered(found: Iterable[Alert]) -> int:
    """Count versions out of order; `found` is in the order of the queue, where an entity has one partition."""
    newest: dict[str, int] = {}
    late = 0
    for alert in found:
        late += alert.version < newest.get(alert.alert_id, 0)
        newest[alert.alert_id] = max(alert.version, newest.get(alert.alert_id, 0))
    return late


def _difference(name: str, wanted: Mapping[str, Any] | None, got: Mapping[str, Any] | None) -> str:
    if wanted is None or got is None:
        known = wanted or got or {}
        what = "lost" if got is None else "not expected"
        return f"{name} ({_detectors(known)}): {what}"
    fields = [f"{key}: {_short(got[key])} for {_short(wanted[key])}" for key in wanted if wanted[key] != got[key]]
    return f"{name} ({_detectors(wanted)}): {'; '.join(fields)}"


def _detectors(alert: Mapping[str, Any]) -> str:
    return ", ".join(signal.detector for signal in alert["signals"])


def _short(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = [asdict(one) if isinstance(one, Struct) else one for one in value]
    text = str(value)
    return text if len(text) < 300 else text[:300] + "..."
