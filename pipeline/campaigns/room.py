"""The campaign room: takes findings, sends what reviewers should see of them. Pure; bytes are `stage`'s business."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from zlib import crc32

import msgspec
from msgspec import Struct

from pipeline.campaigns.board import Board, Slots
from pipeline.campaigns.merge import absorbed, head_of, merged
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from schemas.alert import Alert
from schemas.finding import Finding

SILENT_S = 2 * 86_400.0  # a finding that says nothing for so long is over, whether or not its room could say so
SLOTS_KEPT_S = 40 * 86_400.0
FINDINGS_MOST = 2000


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
                 memory: RoomMemory | None = None, found: Iterable[Finding] = ()) -> None:  # fmt: skip
        self._settings, self._metrics, self._emit = settings, metrics, emit
        self.memory = memory or RoomMemory()
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
        touched = self.board.put(finding) | self._waiting()
        self._unflushed |= touched
        self._settle(touched)

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
            if len(parts) == 1:
                self._say(parts[0].alert, group, now=True, joined=False)
                continue
            head = head_of(parts)
            self._say(merged(parts, self._settings.accounts_listed), group, now=flush, joined=False)
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

    def _over(self, group: Iterable[str], watermark: float) -> bool:
        parts = [self.board.found[name] for name in group]
        last = max(part.last for part in parts)
        closed = all(part.alert.status == "closed" for part in parts)
        return watermark >= last + (self._settings.campaign_memory_s if closed else SILENT_S)

    def _drop(self, group: Iterable[str]) -> None:
        names = sorted(group)
        self.board.drop(names)
        for name in names:
            self.memory.said.pop(name, None)
            self.changed.add(name)

    def saved(self) -> RoomMemory:
        """Return what must be stored beside the findings."""
        self.memory.slots = {area: dict(slots) for area, slots in self.board.slots.items()}
        return self.memory


def _digest(alert: Alert) -> int:
    return crc32(msgspec.msgpack.encode(msgspec.structs.replace(alert, version=1), order="deterministic")) or 1


def _shape(group: Iterable[str], alert: Alert) -> int:
    return crc32("|".join([*sorted(group), alert.severity, alert.status]).encode())
