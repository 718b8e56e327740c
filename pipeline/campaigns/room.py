"""The campaign room: takes findings and verdicts, sends what reviewers should see. Pure; bytes are `stage`'s business.

What is said, and when, is the outlet's (`outlet`). A first version that was not sent where it was found must pass the
gate (`gate`): what does not is on no board, joins nothing.
"""

from __future__ import annotations

import msgspec

from pipeline.campaigns.admission import Admission
from pipeline.campaigns.remembered import OPEN_S
from pipeline.decisions import judges_alert
from schemas.event import Decision
from schemas.finding import Finding

FORGET_AFTER_S = 86_400.0  # what was said is kept for longer than any finding that it may be asked about
SLOTS_KEPT_S = 60 * 86_400.0  # of the weeks before what is weighed by them (`spree.BEFORE_S`), which may last a month
FINDINGS_MOST = 2000


class CampaignRoom(Admission):
    """Every alert's versions but the first come from here. `emit` gets them, in order by alert."""

    def take(self, finding: Finding) -> None:
        """Take one version of a finding; older ones, and the same once more, are passed over."""
        alert, known = finding.alert, self.board.found.get(finding.alert.alert_id)
        if known is not None and known.alert.version >= alert.version:
            return
        first = known or self.gate.waiting.get(alert.alert_id)
        finding = msgspec.structs.replace(finding, found=first.found if first else finding.last)
        if known is None and finding.again:
            self.changed.add(alert.alert_id)
            self.gate.put(finding)
            self.due = min(self.due, self.gate.due)
        else:
            self._admit(finding)
            self._drain()

    def hear(self, decision: Decision) -> None:
        """Take a verdict; one that is not on an alert is passed over."""
        if judges_alert(decision):
            self._tell(self.judged.hear(decision, self.memory.newest))

    def end(self) -> None:
        """At the end of a replay: let all leave that wait, as they would in the days to come."""
        for name in self.budget.all():
            self._outlet.leave(name)

    def flush(self, *, end: bool = True) -> None:
        """Say all that waits; at the `end` of input nothing that could still come is waited for."""
        if end:
            self._open(float("inf"))
            self._drain()
        self._outlet.settle(self._unflushed, flush=True)
        self._unflushed.clear()

    def at(self, watermark: float) -> None:
        """Let through what has waited for `watermark`, and forget campaigns that nothing can join any more.

        Cheap while there is nothing to do. All verdicts and findings of earlier event times have been taken.
        """
        self.let_in(watermark)
        if watermark < self._look_at or watermark == float("-inf"):
            return
        self._look_at = watermark + self._settings.idle_s
        waiting = self.memory.purse.waiting.keys()
        for group in list(self.board.over(watermark)):
            if waiting.isdisjoint(group):  # what waits has not been seen yet
                self._drop(group)
        while len(self.board.found) > FINDINGS_MOST:
            group = self.board.campaign(min(self.board.found, key=lambda name: self.board.found[name].last))
            for name in self.memory.purse.waiting.keys() & group:
                self._outlet.leave(name)  # rather over budget than never
            self._drop(group)
        self.board.beginnings.trim(watermark - SLOTS_KEPT_S)
        self.ledger.forget(watermark - max(OPEN_S, self._settings.campaign_memory_s) - FORGET_AFTER_S)

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
