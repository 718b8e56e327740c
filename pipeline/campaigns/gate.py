"""The gate before the board: findings about what reviewers have seen before, whose first version has not been sent.

Whether one passes is asked with the bar of the hour in which its id begins, so that it is the same for all its
versions, once event time has reached that hour: then all is known of the alerts before it, and of the verdicts that
count. A version that does not pass is forgotten; a later, stronger one is asked again. Evidence only grows and the bar
of an id does not move, so in every run the same ids pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.campaigns.case import HOUR_S
from pipeline.campaigns.judged import part_of
from pipeline.campaigns.ledger import Ledger, hour_of
from pipeline.metrics_spec import Metrics
from schemas.finding import Finding


class Gate:
    """Findings that wait, by alert id. `due`: the watermark at which the next may be asked."""

    def __init__(self, ledger: Ledger, idle_s: float, metrics: Metrics, waiting: Mapping[str, Finding]) -> None:
        self._ledger, self._idle_s, self._metrics = ledger, idle_s, metrics
        self.waiting = dict(waiting)
        self.due = min(map(self._asked_at, self.waiting.values()), default=float("inf"))

    def put(self, finding: Finding) -> None:
        """Take a version; an older one than is here already is passed over."""
        name = finding.alert.alert_id
        known = self.waiting.get(name)
        if known is None or known.alert.version < finding.alert.version:
            self.waiting[name] = finding
            self.due = min(self.due, self._asked_at(finding))

    def over(self, watermark: float) -> Iterator[tuple[str, Finding | None]]:
        """Yield those that no longer wait, in order of time: the finding that passes, or None."""
        ready = sorted((one.first, name) for name, one in self.waiting.items() if self._asked_at(one) <= watermark)
        taken = [(name, self.waiting.pop(name)) for _, name in ready]
        self.due = min(map(self._asked_at, self.waiting.values()), default=float("inf"))
        for name, finding in taken:
            yield name, finding if self._passes(finding) else None

    def _asked_at(self, finding: Finding) -> float:
        return hour_of(finding.first // self._idle_s * self._idle_s) * HOUR_S

    def _passes(self, finding: Finding) -> bool:
        part = part_of(finding)
        bar = self._ledger.bar(part.detector, part.key, hour_of(self._asked_at(finding)))
        if bar is None or not bar.hides(part):
            return True
        self._metrics.count("abusewatch_alerts_suppressed_total", reason="called_benign")
        return False
