"""Between the board and the ledger: what a verdict is about while its campaign lives, and what an alert is worth."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.campaigns.board import Board
from pipeline.campaigns.case import HOUR_S, Change, Part
from pipeline.campaigns.ledger import Ledger, hour_of
from pipeline.campaigns.ledger_sums import SETTLES_HOURS
from pipeline.campaigns.merge import head_of
from pipeline.precision import worth
from schemas.event import Decision
from schemas.finding import Finding
from schemas.values import SEVERITIES

PARTS_MOST = 64  # of a campaign that a verdict on it is about, the strongest


class Judged:
    """One room's. `hear` and `refile` return the ids of findings of which something else must be said now."""

    def __init__(self, board: Board, ledger: Ledger) -> None:
        self._board, self._ledger = board, ledger

    def hear(self, decision: Decision, newest: float) -> set[str]:
        """Take a verdict on an alert; `newest` is the latest event time of any evidence."""
        name = decision.alert_id or ""
        moved = self._moved(self._ledger.hear(name, decision), newest)
        return moved | self.refile(self._board.found.keys() & {name}, newest)

    def refile(self, names: Iterable[str], newest: float) -> set[str]:
        """Note what the judged alerts of some campaigns are about now; return whose figures that moves."""
        moved: set[str] = set()
        for group in self._board.campaigns(names) if self._ledger.cases else ():
            if not self._ledger.cases.keys().isdisjoint(group):
                moved |= self._moved(self.file(group, self._ledger.cases.keys() & group), newest)
        return moved

    def file(self, group: Iterable[str], names: Iterable[str]) -> set[Change]:
        """Note what verdicts on `names`, of one campaign, are about: the head's are about all of it."""
        parts = [self._board.found[name] for name in group]
        head = head_of(parts)
        last = max(part.last for part in parts)
        found: set[Change] = set()
        for name in names:
            mine = parts if name == head.alert.alert_id else [self._board.found[name]]
            chance = self._board.found[name].alert.sampling_probability
            found |= self._ledger.file(name, _parts(mine), last, chance)
        return found

    def _moved(self, changed: set[Change], newest: float) -> set[str]:
        """Return the findings about whose detectors something else is known, by the time of their last evidence."""
        if not changed:
            return set()
        since = (min(change.hour for change in changed) + SETTLES_HOURS) * HOUR_S
        if newest < since:
            return set()  # as usual: verdicts come in time
        detectors = {change.detector for change in changed}
        return {name for name, found in self._board.found.items() if found.alert.signals[0].detector in detectors}

    def valued(self, finding: Finding, hour: int) -> Finding:
        """Return the finding with what is known of its detector in `hour`."""
        alert = finding.alert
        signal = alert.signals[0]
        known = self._ledger.of(signal.detector, hour)
        if known is None:
            return finding
        alert = msgspec.structs.replace(
            alert, signals=[msgspec.structs.replace(signal, precision=known.precision)],
            priority=worth(known.precision.mean, alert.severity, known.minutes),
        )  # fmt: skip
        return msgspec.structs.replace(finding, alert=alert)


def part_of(finding: Finding) -> Part:
    """Return what a verdict on a finding is about."""
    alert = finding.alert
    key, rank = f"{alert.entity.type}:{alert.entity.id}", SEVERITIES.index(alert.severity)
    return Part(alert.signals[0].detector, key, alert.signals[0].score, rank, hour_of(finding.first))


def _parts(found: Iterable[Finding]) -> list[Part]:
    """Return what a verdict on these is about, in an order of their own."""
    parts = {part_of(one) for one in found}
    return sorted(sorted(parts, key=lambda part: (-part.score, part))[:PARTS_MOST])
