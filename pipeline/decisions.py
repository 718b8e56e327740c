"""What reviewers' decisions say of the detectors: counted once each, alike live and in a replay. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from hashlib import blake2b
from typing import TypeVar

from msgspec import Struct, field

from pipeline.alert_id import detector_of, is_sample
from pipeline.clock import SourceClock
from pipeline.metrics_spec import Metrics
from schemas.event import Decision
from schemas.values import DECISION_TYPE

LATE_S = 7 * 86_400.0
RECENT_MOST = 4096  # decisions, and alerts judged, that one partition remembers
SECONDS_MOST = 86_400.0  # of one review: a longer one is a slip of the review tool
APPEAL, GOLDEN = "appeal", "golden"  # golden cases test the reviewers, not the detectors
SURE = {"violation": True, "benign": False}
V = TypeVar("V")


class Upheld(Struct, array_like=True):
    """How many alerts of a detector were upheld, and how many were not."""

    good: int = 0
    bad: int = 0

    def add(self, upheld: bool, by: int = 1) -> None:
        """Count one alert, or take it back with `by` -1."""
        if upheld:
            self.good += by
        else:
            self.bad += by


class DecisionMemory(Struct, array_like=True):
    """What outlives a restart. `recent` and `judged` go by 64-bit hashes of the ids, oldest first."""

    clock: SourceClock = field(default_factory=lambda: SourceClock(0.0))
    upheld: dict[str, Upheld] = {}  # by detector
    recent: dict[int, None] = {}
    judged: dict[int, bool] = {}


class Decisions:
    """Takes the decisions of one partition. Only running detectors (`known`) are told apart.

    An alert counts once, with its last sure verdict, while it is among the latest `RECENT_MOST` that were judged.
    """

    def __init__(self, known: Collection[str], memory: DecisionMemory) -> None:
        self._known, self.memory = frozenset(known), memory
        self._seen: Counter[tuple[str, str]] = Counter()  # type, outcome
        self._said: Counter[tuple[str, str]] = Counter()  # verdict, source
        self._overturned: Counter[str] = Counter()  # detector
        self._late, self._seconds = 0, 0.0

    def take(self, decision: Decision) -> bool:
        """Take one decision; return False if it came before."""
        self.seen(DECISION_TYPE, "processed")
        if not _fresh(self.memory.recent, decision.id):
            self.seen(DECISION_TYPE, "duplicate")
            return False
        self._said[decision.verdict, decision.source] += 1
        self._seconds += min(decision.seconds or 0.0, SECONDS_MOST)
        newest = self.memory.clock.see("", decision.time)
        if decision.time < newest - LATE_S:
            self._late += 1
        elif decision.alert_id is not None and judges_alert(decision):
            self._judge(decision.alert_id, decision)
        return True

    def seen(self, kind: str, outcome: str) -> None:
        """Count one record by type and by what became of it."""
        self._seen[kind, outcome] += 1

    def _judge(self, alert: str, decision: Decision) -> None:
        name, upheld = detector_of(alert), SURE.get(decision.verdict)
        if name is None or name not in self._known or upheld is None:
            return
        self._overturned[name] += decision.source == APPEAL and not upheld
        found = self.memory.upheld.setdefault(name, Upheld())
        before = self.memory.judged.pop(_hash(alert), None)
        if before is not None:
            found.add(before, -1)
        found.add(upheld)
        _keep(self.memory.judged, _hash(alert), upheld)

    def report(self, metrics: Metrics) -> None:
        """Hand the counters gathered since the last call to the metrics."""
        for (kind, outcome), count in self._seen.items():
            metrics.count("abusewatch_events_total", count, type=kind, outcome=outcome)
        for (verdict, source), count in self._said.items():
            metrics.count("abusewatch_decisions_total", count, verdict=verdict, source=source)
        for detector, count in self._overturned.items():
            metrics.count("abusewatch_appeals_overturned_total", count, detector=detector)
        metrics.count("abusewatch_decisions_late_total", self._late)
        metrics.count("abusewatch_reviewer_seconds_total", self._seconds)
        for counts in (self._seen, self._said, self._overturned):
            counts.clear()
        self._late, self._seconds = 0, 0.0


def judges_alert(decision: Decision) -> bool:
    """Tell whether it is a verdict on a detector's alert: no audit sample, and not one that tests the reviewer."""
    return decision.alert_id is not None and decision.source != GOLDEN and not is_sample(decision.alert_id)


def _fresh(recent: dict[int, None], name: str) -> bool:
    key = _hash(name)
    if key in recent:
        return False
    _keep(recent, key, None)
    return True


def _keep(kept: dict[int, V], key: int, value: V) -> None:
    kept[key] = value
    if len(kept) > RECENT_MOST:
        del kept[next(iter(kept))]


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
