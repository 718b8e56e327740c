"""How findings get into the campaign room, on its board and in its files, and out of it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.campaigns.board import Board
from pipeline.campaigns.case import HOUR_S
from pipeline.campaigns.gate import Gate
from pipeline.campaigns.ledger import Ledger, hour_of
from pipeline.campaigns.outlet import Outlet
from pipeline.campaigns.said import RoomMemory
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from schemas.alert import Alert
from schemas.finding import Finding


class Admission:
    """Base of `CampaignRoom`: its parts, and what is done with one finding, one campaign."""

    def __init__(self, settings: EngineSettings, metrics: Metrics, emit: Callable[[Alert], None],
                 memory: RoomMemory | None = None, found: Iterable[Finding] = (),
                 ledger: Ledger | None = None) -> None:  # fmt: skip
        self._settings = settings
        self.memory, self.ledger = memory or RoomMemory(), ledger or Ledger({}, settings.reviewer_minutes_per_alert)
        self.board = Board(settings.accounts_active, settings.campaign_level, settings.idle_s,
                           settings.campaign_memory_s)  # fmt: skip
        self.board.restore(found, self.memory.slots)
        self.changed: set[str] = set()  # since the last checkpoint
        outside = {name: one for name, one in self.board.found.items() if name not in self.memory.said}
        self.board.drop(outside)
        self.gate = Gate(self.ledger, settings.idle_s, metrics, outside)
        self._outlet = Outlet(settings, metrics, emit, self.memory, self.board, self.ledger)
        self.judged, self.budget = self._outlet.judged, self._outlet.budget
        self.due = float("-inf")  # the watermark at which `let_in` has something to do
        self._plan()
        self._unflushed = set(self.board.found)
        self._look_at = float("-inf")

    def _admit(self, finding: Finding) -> None:
        alert = finding.alert
        if not self.memory.told:
            self.memory.now = min(self.memory.now, finding.first)
        if alert.alert_id not in self.board.found:
            self._outlet.first(finding)
        self.memory.newest = max(self.memory.newest, finding.last)
        self.changed.add(alert.alert_id)
        touched = self.board.put(finding)
        self._tell(touched | self._outlet.speaker.waiting() | self.judged.refile(touched, self.memory.newest))

    def _tell(self, names: set[str]) -> None:
        self._unflushed |= names
        self._outlet.settle(names)

    def _drain(self) -> None:
        self._outlet.drain()
        self._plan()

    def _plan(self) -> None:
        hour = float("inf")
        if self.budget.is_set:
            hour = (hour_of(self.memory.now) + 1) * HOUR_S if self.memory.told else float("-inf")
        self.due = min(self.gate.due, hour)

    def _drop(self, group: Iterable[str]) -> None:
        names = sorted(group)
        self.judged.file(names, names)
        self.board.drop(names)
        for name in names:
            self._outlet.speaker.forget(name)
            self.changed.add(name)

    def stored(self) -> None:
        """Forget what has changed: it is stored, or will not be."""
        self.changed.clear()
        self.ledger.changed.clear()

    def saved(self) -> RoomMemory:
        """Return what must be stored beside the findings."""
        self.memory.slots = {area: dict(slots) for area, slots in self.board.beginnings.slots.items()}
        return self.memory
