"""What leaves the campaign room: each campaign's alert as it stands, when it may, and the others closed into it.

What an alert says of its detectors' precision, and so its priority, is what reviewers had said of them by the last
evidence of its campaign (`ledger`). An alert that was closed into another keeps the prior: nobody reviews it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.campaigns.board import Board
from pipeline.campaigns.budget import Budget
from pipeline.campaigns.judged import Judged
from pipeline.campaigns.ledger import Ledger, hour_of
from pipeline.campaigns.merge import head_of, merged, rank_of
from pipeline.campaigns.said import RoomMemory, crowd_of, shape_of
from pipeline.campaigns.speaker import Speaker
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from schemas.alert import Alert
from schemas.finding import Finding


class Outlet:
    """One room's. Of what it is given it changes only the memory: what was said, and what waits."""

    def __init__(self, settings: EngineSettings, metrics: Metrics, emit: Callable[[Alert], None], memory: RoomMemory,
                 board: Board, ledger: Ledger) -> None:  # fmt: skip
        self._settings, self._memory, self._board, self._ledger = settings, memory, board, ledger
        self.judged = Judged(board, ledger)
        self.speaker = Speaker(settings, metrics, emit, memory)
        self.budget = Budget(settings, metrics, memory.purse)

    def first(self, finding: Finding) -> None:
        """Note a finding that is new on the board: its first version is out, or it is held."""
        self.speaker.first(finding)
        if not finding.held:
            self.budget.spend(finding.alert, self._minutes(finding), self._memory.now)

    def settle(self, names: Iterable[str], *, flush: bool = False) -> None:
        """Say what is new of the campaigns that these findings belong to; at a `flush` all of it, and nothing waits."""
        for group in self._board.campaigns(names):
            parts = [self._board.found[name] for name in sorted(group)]
            head = head_of(parts)
            if not self._may_wait(head, parts, group, flush=flush):
                alert = self._alert(parts)
                if not self._may_leave(head, group, alert):
                    continue
                self.speaker.say(alert, crowd_of(head, parts), now=flush, joined=False, alone=len(parts) == 1)
            self.speaker.join([part for part in parts if part is not head], head.alert.alert_id, now=flush)

    def drain(self) -> None:
        """Let those leave for which there are minutes."""
        if self._memory.purse.waiting:
            for name in list(self.budget.leaving(self._memory.now)):
                self.leave(name)
            self.budget.count()

    def leave(self, name: str) -> None:
        """Let one leave, whatever minutes are left."""
        self._memory.said[name].passed = True
        self.settle([name])

    def _minutes(self, finding: Finding) -> float:
        """Return how long a review of such an alert takes."""
        known = self._ledger.of(finding.alert.signals[0].detector, hour_of(finding.last))
        return known.minutes if known else self._settings.reviewer_minutes_per_alert

    def _may_wait(self, head: Finding, parts: Sequence[Finding], group: frozenset[str], *, flush: bool) -> bool:
        """Tell whether what is new of a campaign whose alert is out waits in any case: then it need not be made."""
        if flush or len(parts) == 1 or not self._memory.said[head.alert.alert_id].version:
            return False
        self.budget.forget(group)
        return self.speaker.waits(head.alert.alert_id, shape_of(crowd_of(head, parts), *rank_of(parts)))

    def _alert(self, parts: Sequence[Finding]) -> Alert:
        """Return a campaign's alert as it stands now."""
        hour = hour_of(max(part.last for part in parts))
        valued = [self.judged.valued(part, hour) for part in parts]
        return merged(valued, self._settings.accounts_listed) if len(valued) > 1 else valued[0].alert

    def _may_leave(self, head: Finding, group: frozenset[str], alert: Alert) -> bool:
        """Tell whether a campaign's alert is out already, or must not wait; else let it wait for `drain`."""
        said = [self._memory.said[name] for name in group]
        if not self.budget.limits(alert) or any(one.version or one.passed for one in said):
            self.budget.forget(group)
            return True
        minutes = self._minutes(head)
        if alert.severity == "critical":
            self.budget.forget(group)
            self.budget.spend(alert, minutes, self._memory.now)
            return True
        self.budget.wait(head.alert.alert_id, group, alert, minutes, self._memory.now)
        return False
