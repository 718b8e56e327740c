"""The campaign room: takes findings and verdicts, sends what reviewers should see. Pure; bytes are `stage`'s business.

What an alert says of its detectors' precision, and so its priority, is what reviewers had said of them by the last
evidence of its campaign (`ledger`). An alert that was closed into another keeps the prior: nobody reviews it. A first
version that was not sent where it was found must pass the gate (`gate`): what does not is on no board, joins nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.campaigns.board import Board
from pipeline.campaigns.budget import Budget
from pipeline.campaigns.case import HOUR_S
from pipeline.campaigns.gate import Gate
from pipeline.campaigns.judged import Judged
from pipeline.campaigns.ledger import Ledger, hour_of
from pipeline.campaigns.merge import head_of, merged, rank_of
from pipeline.campaigns.said import RoomMemory, shape_of
from pipeline.campaigns.speaker import Speaker
from pipeline.decisions import judges_alert
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from schemas.alert import Alert
from schemas.event import Decision
from schemas.finding import Finding

SILENT_S = 3 * 86_400.0  # a finding that says nothing for so long is over, whether or not its room could say so
FORGET_AFTER_S = 86_400.0  # what was said is kept for longer than any finding that it may be asked about
SLOTS_KEPT_S = 40 * 86_400.0
FINDINGS_MOST = 2000


class CampaignRoom:
    """Every alert's versions but the first come from here. `emit` gets them, in order by alert."""

    def __init__(self, settings: EngineSettings, metrics: Metrics, emit: Callable[[Alert], None],
                 memory: RoomMemory | None = None, found: Iterable[Finding] = (),
                 ledger: Ledger | None = None) -> None:  # fmt: skip
        self._settings = settings
        self.memory, self.ledger = memory or RoomMemory(), ledger or Ledger({}, settings.reviewer_minutes_per_alert)
        self.board = Board(settings.accounts_active, settings.campaign_level, settings.idle_s)
        self.board.restore(found, self.memory.slots)
        self.changed: set[str] = set()  # since the last checkpoint
        outside = {name: one for name, one in self.board.found.items() if name not in self.memory.said}
        self.board.drop(outside)
        self.judged = Judged(self.board, self.ledger)
        self.gate = Gate(self.ledger, settings.idle_s, metrics, outside)
        self._speaker = Speaker(settings, metrics, emit, self.memory)
        self.budget = Budget(settings, metrics, self.memory.purse)
        self.due = float("-inf")  # the watermark at which `let_in` has something to do
        self._plan()
        self._unflushed = set(self.board.found)
        self._look_at = float("-inf")

    def take(self, finding: Finding) -> None:
        """Take one version of a finding; older ones, and the same once more, are passed over."""
        alert, known = finding.alert, self.board.found.get(finding.alert.alert_id)
        if known is not None and known.alert.version >= alert.version:
            return
        if known is None and finding.again:
            self.changed.add(alert.alert_id)
            self.gate.put(finding)
            self.due = min(self.due, self.gate.due)
        else:
            self._admit(finding)
            self._drain()

    def _admit(self, finding: Finding) -> None:
        alert = finding.alert
        if not self.memory.told:
            self.memory.now = min(self.memory.now, finding.first)
        if alert.alert_id not in self.board.found:
            self._speaker.first(finding)
            if not finding.held:
                self.budget.spend(alert, self._minutes(finding), self.memory.now)
        self.memory.newest = max(self.memory.newest, finding.last)
        self.changed.add(alert.alert_id)
        touched = self.board.put(finding)
        self._tell(touched | self._speaker.waiting() | self.judged.refile(touched, self.memory.newest))

    def hear(self, decision: Decision) -> None:
        """Take a verdict; one that is not on an alert is passed over."""
        if judges_alert(decision):
            self._tell(self.judged.hear(decision, self.memory.newest))

    def _tell(self, names: set[str]) -> None:
        self._unflushed |= names
        self._settle(names)

    def _minutes(self, finding: Finding) -> float:
        """Return how long a review of such an alert takes."""
        known = self.ledger.of(finding.alert.signals[0].detector, hour_of(finding.last))
        return known.minutes if known else self._settings.reviewer_minutes_per_alert

    def _settle(self, names: Iterable[str], *, flush: bool = False) -> None:
        for group in self.board.campaigns(names):
            parts = [self.board.found[name] for name in sorted(group)]
            head = head_of(parts)
            if not self._may_wait(head, parts, group, flush=flush):
                alert = self._alert(parts)
                if not self._may_leave(head, group, alert):
                    continue
                self._speaker.say(alert, group, now=flush or len(parts) == 1, joined=False)
            for part in parts:
                if part is not head:
                    self._speaker.join(part, head.alert.alert_id, now=flush)

    def _may_wait(self, head: Finding, parts: Sequence[Finding], group: frozenset[str], *, flush: bool) -> bool:
        """Tell whether what is new of a campaign whose alert is out waits in any case: then it need not be made."""
        if flush or len(parts) == 1 or not self.memory.said[head.alert.alert_id].version:
            return False
        self.budget.forget(group)
        return self._speaker.waits(head.alert.alert_id, shape_of(group, *rank_of(parts)))

    def _alert(self, parts: Sequence[Finding]) -> Alert:
        """Return a campaign's alert as it stands now."""
        hour = hour_of(max(part.last for part in parts))
        valued = [self.judged.valued(part, hour) for part in parts]
        return merged(valued, self._settings.accounts_listed) if len(valued) > 1 else valued[0].alert

    def _may_leave(self, head: Finding, group: frozenset[str], alert: Alert) -> bool:
        """Tell whether a campaign's alert is out already, or must not wait; else let it wait for `_drain`."""
        said = [self.memory.said[name] for name in group]
        if not self.budget.limits(alert) or any(one.version or one.passed for one in said):
            self.budget.forget(group)
            return True
        minutes = self._minutes(head)
        if alert.severity == "critical":
            self.budget.forget(group)
            self.budget.spend(alert, minutes, self.memory.now)
            return True
        self.budget.wait(head.alert.alert_id, group, alert, minutes, self.memory.now)
        return False

    def _drain(self) -> None:
        """Let those leave for which there are minutes."""
        if self.memory.purse.waiting:
            for name in list(self.budget.leaving(self.memory.now)):
                self._leave(name)
            self.budget.count()
        self._plan()

    def _plan(self) -> None:
        hour = float("inf")
        if self.budget.is_set:
            hour = (hour_of(self.memory.now) + 1) * HOUR_S if self.memory.told else float("-inf")
        self.due = min(self.gate.due, hour)

    def _leave(self, name: str) -> None:
        self.memory.said[name].passed = True
        self._settle([name])

    def end(self) -> None:
        """At the end of a replay: let all leave that wait, as they would in the days to come."""
        for name in self.budget.all():
            self._leave(name)

    def flush(self, *, end: bool = True) -> None:
        """Say all that waits; at the `end` of input nothing that could still come is waited for."""
        if end:
            self._open(float("inf"))
            self._drain()
        self._settle(self._unflushed, flush=True)
        self._unflushed.clear()

    def at(self, watermark: float) -> None:
        """Let through what has waited for `watermark`, and forget campaigns that nothing can join any more.

        Cheap while there is nothing to do. All verdicts and findings of earlier event times have been taken.
        """
        self.let_in(watermark)
        if watermark < self._look_at or watermark == float("-inf"):
            return
        self._look_at = watermark + self._settings.idle_s
        for group in list(self.board.campaigns(self.board.found)):
            if self._over(group, watermark):
                self._drop(group)
        while len(self.board.found) > FINDINGS_MOST:
            group = self.board.campaign(min(self.board.found, key=lambda name: self.board.found[name].last))
            for name in self.memory.purse.waiting.keys() & group:
                self._leave(name)  # rather over budget than never
            self._drop(group)
        self.board.trim_slots(watermark - SLOTS_KEPT_S)
        self.ledger.forget(watermark - max(SILENT_S, self._settings.campaign_memory_s) - FORGET_AFTER_S)

    def let_in(self, watermark: float) -> None:
        """Let in what has waited for `watermark`, and let out what may leave now."""
        if watermark >= self.due and watermark > float("-inf"):
            self._go_on(watermark)
            self._drain()
            self.budget.report(self.memory.now)

    def _go_on(self, watermark: float) -> None:
        """Let the hours pass one by one, also where many have passed at once, as after a backlog."""
        memory = self.memory
        memory.now, memory.told = memory.now if memory.told else min(memory.now, watermark), True
        while (step := self._step()) <= watermark:
            memory.now = max(memory.now, step)
            self._open(step)
            self._drain()
        memory.now = max(memory.now, watermark)

    def _step(self) -> float:
        """Return the next event time at which a finding may be asked, or minutes are to be had for one that waits."""
        return min(self.gate.due, self.budget.frees(self.memory.now) if self.memory.purse.waiting else float("inf"))

    def _open(self, watermark: float) -> None:
        if watermark >= self.gate.due:
            for name, finding in self.gate.over(watermark):
                self.changed.add(name)
                if finding is not None:
                    self._admit(finding)

    def _over(self, group: Iterable[str], watermark: float) -> bool:
        parts = [self.board.found[name] for name in group]
        last = max(part.last for part in parts)
        closed = all(part.alert.status == "closed" for part in parts)
        if not self.memory.purse.waiting.keys().isdisjoint(group):
            return False  # it has not been seen yet
        return watermark >= last + (self._settings.campaign_memory_s if closed else SILENT_S)

    def _drop(self, group: Iterable[str]) -> None:
        names = sorted(group)
        self.judged.file(names, names)
        self.board.drop(names)
        for name in names:
            self._speaker.forget(name)
            self.changed.add(name)

    def stored(self) -> None:
        """Forget what has changed: it is stored, or will not be."""
        self.changed.clear()
        self.ledger.changed.clear()

    def saved(self) -> RoomMemory:
        """Return what must be stored beside the findings."""
        self.memory.slots = {area: dict(slots) for area, slots in self.board.slots.items()}
        return self.memory
