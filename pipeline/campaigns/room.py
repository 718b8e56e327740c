"""The campaign room: takes findings and verdicts, sends what reviewers should see. Pure; bytes are `stage`'s business.

What an alert says of its detectors' precision, and so its priority, is what reviewers had said of them by the last
evidence of its campaign (`ledger`). An alert that was closed into another keeps the prior: nobody reviews it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from zlib import crc32

import msgspec
from msgspec import Struct

from pipeline.campaigns.board import Board, Slots
from pipeline.campaigns.case import HOUR_S, Change, Part
from pipeline.campaigns.ledger import SETTLES_HOURS, Ledger, hour_of
from pipeline.campaigns.merge import absorbed, head_of, merged
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from pipeline.precision import worth
from schemas.alert import Alert
from schemas.event import Decision
from schemas.finding import Finding

SILENT_S = 2 * 86_400.0  # a finding that says nothing for so long is over, whether or not its room could say so
FORGET_AFTER_S = 86_400.0  # what was said is kept for longer than any finding that it may be asked about
SLOTS_KEPT_S = 40 * 86_400.0
FINDINGS_MOST = 2000
PARTS_MOST = 64  # of a campaign that a verdict on it is about, the strongest


class Said(Struct, array_like=True):
    """What was last sent under one alert id. `shape` is what must not wait: who belongs to it, severity, status."""

    version: int
    digest: int
    shape: int
    sent_at: float
    waits: bool = False  # there is more to say, when the update interval is over
    joined: bool = False


class RoomMemory(Struct, array_like=True):
    """What outlives a restart, but for the findings themselves. `newest`: event time of the newest finding taken."""

    newest: float = float("-inf")
    said: dict[str, Said] = {}
    slots: Slots = {}


class CampaignRoom:
    """Every alert's versions but the first come from here. `emit` gets them, in order by alert."""

    def __init__(self, settings: EngineSettings, metrics: Metrics, emit: Callable[[Alert], None],
                 memory: RoomMemory | None = None, found: Iterable[Finding] = (),
                 ledger: Ledger | None = None) -> None:  # fmt: skip
        self._settings, self._metrics, self._emit = settings, metrics, emit
        self.memory, self.ledger = memory or RoomMemory(), ledger or Ledger({}, settings.reviewer_minutes_per_alert)
        self.board = Board(settings.accounts_active, settings.campaign_level, settings.idle_s)
        self.board.restore(found, self.memory.slots)
        self.changed: set[str] = set()  # since the last checkpoint
        self._unflushed = set(self.board.found)
        self._look_at = float("-inf")

    def take(self, finding: Finding) -> None:
        """Take one version of a finding; older ones, and the same once more, are passed over."""
        alert, known = finding.alert, self.board.found.get(finding.alert.alert_id)
        if known is not None and known.alert.version >= alert.version:
            return
        if known is None:
            self._first(alert, finding.last)
        self.memory.newest = max(self.memory.newest, finding.last)
        self.changed.add(alert.alert_id)
        touched = self.board.put(finding)
        self._tell(touched | self._waiting() | self._refile(touched))

    def hear(self, decision: Decision) -> None:
        """Take a verdict on an alert."""
        if decision.alert_id is None:
            return
        changed = self.ledger.hear(decision.alert_id, decision)
        self._tell(self._moved(changed) | self._refile(self.board.found.keys() & {decision.alert_id}))

    def _tell(self, names: set[str]) -> None:
        self._unflushed |= names
        self._settle(names)

    # What verdicts say.

    def _refile(self, names: Iterable[str]) -> set[str]:
        """Note what the judged alerts of some campaigns are about now; return whose figures that moves."""
        moved: set[str] = set()
        for group in self.board.campaigns(names):
            if not self.ledger.cases.keys().isdisjoint(group):
                moved |= self._moved(self._file(group, self.ledger.cases.keys() & group))
        return moved

    def _file(self, group: Iterable[str], names: Iterable[str]) -> set[Change]:
        """Note what verdicts on `names`, of one campaign, are about: the head's are about all of it."""
        parts = [self.board.found[name] for name in group]
        head = head_of(parts)
        last = max(part.last for part in parts)
        found: set[Change] = set()
        for name in names:
            mine = parts if name == head.alert.alert_id else [self.board.found[name]]
            chance = self.board.found[name].alert.sampling_probability
            found |= self.ledger.file(name, _parts(mine), last, chance)
        return found

    def _moved(self, changed: set[Change]) -> set[str]:
        """Return the findings about whose detectors something else is known, by the time of their last evidence."""
        if not changed:
            return set()
        since = (min(change.hour for change in changed) + SETTLES_HOURS) * HOUR_S
        if self.memory.newest < since:
            return set()  # as usual: verdicts come in time
        detectors = {change.detector for change in changed}
        return {name for name, found in self.board.found.items() if found.alert.signals[0].detector in detectors}

    def _valued(self, finding: Finding, hour: int) -> Finding:
        """Return the finding with what is known of its detector in `hour`."""
        alert = finding.alert
        signal = alert.signals[0]
        known = self.ledger.of(signal.detector, hour)
        if known is None:
            return finding
        alert = msgspec.structs.replace(
            alert, signals=[msgspec.structs.replace(signal, precision=known.precision)],
            priority=worth(known.precision.mean, alert.severity, known.minutes),
        )  # fmt: skip
        return msgspec.structs.replace(finding, alert=alert)

    def _first(self, alert: Alert, at: float) -> None:
        """Note that the first version has been sent where it was found."""
        digest = _digest(alert) if alert.version == 1 else 0
        self.memory.said[alert.alert_id] = Said(alert.version, digest, _shape([alert.alert_id], alert), at)

    def _waiting(self) -> set[str]:
        due = self.memory.newest - self._settings.update_s
        return {name for name, said in self.memory.said.items() if said.waits and said.sent_at <= due}

    def _settle(self, names: Iterable[str], *, flush: bool = False) -> None:
        for group in self.board.campaigns(names):
            parts = [self.board.found[name] for name in sorted(group)]
            hour = hour_of(max(part.last for part in parts))
            valued = [self._valued(part, hour) for part in parts]
            if len(parts) == 1:
                self._say(valued[0].alert, group, now=True, joined=False)
                continue
            head = head_of(parts)
            self._say(merged(valued, self._settings.accounts_listed), group, now=flush, joined=False)
            for part in parts:
                if part is not head:
                    over = part.alert.status == "closed"
                    self._say(absorbed(part, head), [head.alert.alert_id], now=flush or over, joined=True)

    def _say(self, alert: Alert, group: Iterable[str], *, now: bool, joined: bool) -> None:
        """Send a version if it says something new, at once or when the update interval is over."""
        said = self.memory.said[alert.alert_id]
        digest, shape = _digest(alert), _shape(group, alert)
        if digest == said.digest:
            said.waits = False
            return
        due = not joined and self.memory.newest >= said.sent_at + self._settings.update_s
        if not (now or due or shape != said.shape):
            said.waits = not joined  # what was joined says the rest when it closes
            return
        said.version += 1
        said.digest, said.shape, said.waits, said.sent_at = digest, shape, False, self.memory.newest
        if joined and not said.joined:
            self._metrics.count("abusewatch_alerts_joined_total", detector=alert.signals[0].detector, mode=alert.mode)
        said.joined = joined
        self._metrics.count("abusewatch_alerts_total", detector=alert.signals[0].detector, mode=alert.mode,
                            severity=alert.severity)  # fmt: skip
        self._emit(msgspec.structs.replace(alert, version=said.version))

    def flush(self) -> None:
        """Say all that waits, at the end of input."""
        self._settle(self._unflushed, flush=True)
        self._unflushed.clear()

    def at(self, watermark: float) -> None:
        """Forget campaigns that nothing can join any more; cheap while there is nothing to forget."""
        if watermark < self._look_at or watermark == float("-inf"):
            return
        self._look_at = watermark + self._settings.idle_s
        for group in list(self.board.campaigns(self.board.found)):
            if self._over(group, watermark):
                self._drop(group)
        while len(self.board.found) > FINDINGS_MOST:
            self._drop(self.board.campaign(min(self.board.found, key=lambda name: self.board.found[name].last)))
        self.board.trim_slots(watermark - SLOTS_KEPT_S)
        self.ledger.forget(watermark - max(SILENT_S, self._settings.campaign_memory_s) - FORGET_AFTER_S)

    def _over(self, group: Iterable[str], watermark: float) -> bool:
        parts = [self.board.found[name] for name in group]
        last = max(part.last for part in parts)
        closed = all(part.alert.status == "closed" for part in parts)
        return watermark >= last + (self._settings.campaign_memory_s if closed else SILENT_S)

    def _drop(self, group: Iterable[str]) -> None:
        names = sorted(group)
        self._file(names, names)
        self.board.drop(names)
        for name in names:
            self.memory.said.pop(name, None)
            self.changed.add(name)

    def saved(self) -> RoomMemory:
        """Return what must be stored beside the findings."""
        self.memory.slots = {area: dict(slots) for area, slots in self.board.slots.items()}
        return self.memory


def _parts(found: Iterable[Finding]) -> list[Part]:
    """Return what a verdict on these is about, in an order of their own."""
    parts = {Part(one.alert.signals[0].detector, f"{one.alert.entity.type}:{one.alert.entity.id}",
                  one.alert.signals[0].score) for one in found}  # fmt: skip
    return sorted(sorted(parts, key=lambda part: (-part.score, part))[:PARTS_MOST])


def _digest(alert: Alert) -> int:
    return crc32(msgspec.msgpack.encode(msgspec.structs.replace(alert, version=1), order="deterministic")) or 1


def _shape(group: Iterable[str], alert: Alert) -> int:
    return crc32("|".join([*sorted(group), alert.severity, alert.status]).encode())
