"""Says each version of an alert once: at once what must not wait, the rest when the update interval is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from pipeline.campaigns.said import RoomMemory, Said, digest_of, shape_of
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from schemas.alert import Alert
from schemas.finding import Finding


class Speaker:
    """Keeps what was said in the room's memory; `emit` gets what is new."""

    def __init__(self, settings: EngineSettings, metrics: Metrics, emit: Callable[[Alert], None],
                 memory: RoomMemory) -> None:  # fmt: skip
        self._update_s, self._metrics, self._emit, self._memory = settings.update_s, metrics, emit, memory

    def first(self, finding: Finding) -> None:
        """Note that the first version has been sent where it was found, or that nothing has been said yet."""
        alert, name = finding.alert, finding.alert.alert_id
        if finding.held:
            self._memory.said[name] = Said(0, 0, 0, finding.last)
            return
        digest = digest_of(alert) if alert.version == 1 else 0
        self._memory.said[name] = Said(alert.version, digest, shape_of([name], alert), finding.last)

    def waiting(self) -> set[str]:
        """Return the alerts of which there is more to say now."""
        due = self._memory.newest - self._update_s
        return {name for name, said in self._memory.said.items() if said.waits and said.sent_at <= due}

    def say(self, alert: Alert, group: Iterable[str], *, now: bool, joined: bool) -> None:
        """Send a version if it says something new, at once or when the update interval is over."""
        said = self._memory.said[alert.alert_id]
        digest, shape = digest_of(alert), shape_of(group, alert)
        if digest == said.digest:
            said.waits = False
            return
        due = not joined and self._memory.newest >= said.sent_at + self._update_s
        if not (now or due or shape != said.shape):
            said.waits = not joined  # what was joined says the rest when it closes
            return
        said.version += 1
        said.digest, said.shape, said.waits, said.sent_at = digest, shape, False, self._memory.newest
        if joined and not said.joined:
            self._metrics.count("abusewatch_alerts_joined_total", detector=alert.signals[0].detector, mode=alert.mode)
        said.joined = joined
        self._metrics.count("abusewatch_alerts_total", detector=alert.signals[0].detector, mode=alert.mode,
                            severity=alert.severity)  # fmt: skip
        self._emit(msgspec.structs.replace(alert, version=said.version))
