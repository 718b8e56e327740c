"""What one call of a room wants sent, in order."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.stage import Send
from schemas.alert import Alert

_json = msgspec.json.Encoder().encode


class Outbox:
    """Collects sends; alerts are keyed by entity, so that a queue sees each entity's versions in order."""

    def __init__(self, alerts: str) -> None:
        self._alerts = alerts
        self._sends: list[Send] = []

    def alert(self, alert: Alert) -> None:
        """Add one version of an alert."""
        self._sends.append(Send(self._alerts, f"{alert.entity.type}:{alert.entity.id}".encode(), _json(alert)))

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
