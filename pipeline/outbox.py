"""What one call of a room wants sent, in order."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.campaigns.packer import FindingPacker
from pipeline.stage import Send
from schemas.alert import Alert
from schemas.finding import Finding

_json = msgspec.json.Encoder().encode


class Outbox:
    """Collects sends; alerts are keyed by entity, so that a queue sees each entity's versions in order."""

    def __init__(self, alerts: str, findings: FindingPacker | None = None) -> None:
        self._alerts, self.findings = alerts, findings
        self.offset = 0  # of the record in hand
        self._sends: list[Send] = []

    def alert(self, alert: Alert) -> None:
        """Add one version of an alert."""
        self._sends.append(Send(self._alerts, f"{alert.entity.type}:{alert.entity.id}".encode(), _json(alert)))

    def found(self, finding: Finding) -> None:
        """Send a finding on to be joined; its first version is an alert at once, unless it is held."""
        if finding.at_once:
            self.alert(finding.alert)
        if self.findings is not None:
            self.findings.add(self.offset, finding)

    def send(self, send: Send) -> None:
        """Add anything else."""
        self._sends.append(send)

    def extend(self, sends: Iterable[Send]) -> None:
        """Add several."""
        self._sends.extend(sends)

    def take(self) -> list[Send]:
        """Return what was collected, and start anew."""
        sends, self._sends = self._sends, []
        return sends
