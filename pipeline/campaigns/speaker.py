"""Says each version of an alert once: at once what must not wait, the rest when it is due and worth it (`worth`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from pipeline.campaigns.merge import absorbed
from pipeline.campaigns.said import RoomMemory, Said, digest_of, shape_of
from pipeline.campaigns.worth import gist_of, long_ago
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_spec import Metrics
from schemas.alert import Alert
from schemas.finding import Finding


class Speaker:
    """Keeps what was said in the room's memory; `emit` gets what is new."""

    def __init__(self, settings: EngineSettings, metrics: Metrics, emit: Callable[[Alert], None],
                 memory: RoomMemory) -> None:  # fmt: skip
        self._update_s, self._metrics, self._emit, self._memory = settings.update_s, metrics, emit, memory
        self._waiting = {name for name, said in memory.said.items() if said.waits}
        self._joined: dict[str, tuple[Finding, str]] = {}  # what has been said to be part of what; never stored

    def first(self, finding: Finding) -> None:
        """Note that the first version has been sent where it was found, or that nothing has been said yet."""
        alert, name = finding.alert, finding.alert.alert_id
        self.forget(name)
        if finding.held:
            self._memory.said[name] = Said(0, 0, 0, finding.last)
            return
        digest = digest_of(alert) if alert.version == 1 else 0
        shape, gist = shape_of([name], alert.severity, alert.status), gist_of(alert)
        self._memory.said[name] = Said(alert.version, digest, shape, finding.last, gist=gist)

    def waiting(self) -> set[str]:
        """Return the alerts of which there is more to say now."""
        due = self._memory.newest - self._update_s
        said = self._memory.said
        return {name for name in self._waiting if said[name].sent_at <= due and said[name].asked_at <= due}

    def forget(self, name: str) -> None:
        """Forget what was said under an alert's id."""
        self._memory.said.pop(name, None)
        self._waiting.discard(name)
        self._joined.pop(name, None)

    def waits(self, name: str, shape: int) -> bool:
        """Tell whether an alert of this shape is not sent now, whatever it says; then note that there is more to say.

        It is made and compared with what was said when the update interval is over: a campaign of many findings makes
        it once, not for each of them.
        """
        said = self._memory.said[name]
        if shape != said.shape or self._memory.newest >= max(said.sent_at, said.asked_at) + self._update_s:
            return False
        self._joined.pop(name, None)
        self._wait(name, said, waits=True)
        return True

    def join(self, parts: Iterable[Finding], head: str, *, now: bool) -> None:
        """Say that findings' alerts are closed into another's; what was said of the same version is not made again."""
        joined = self._joined
        for part in parts:
            name = part.alert.alert_id
            known = joined.get(name)
            if now or known is None or known[0] is not part or known[1] != head:
                self.say(absorbed(part, head), [head], now=now or part.alert.status == "closed", joined=True)
                joined[name] = part, head

    def say(self, alert: Alert, group: Iterable[str], *, now: bool, joined: bool, alone: bool = False) -> None:
        """Send a version if it says something new: `now`, or when the update interval is over and it is worth it.

        Of what is joined to nothing (`alone`) the interval has been waited for where it was found.
        """
        said = self._memory.said[alert.alert_id]
        digest, shape = digest_of(alert), shape_of(group, alert.severity, alert.status)
        self._joined.pop(alert.alert_id, None)
        if digest == said.digest:
            self._wait(alert.alert_id, said, waits=False)
            return
        due = not joined and (alone or self._memory.newest >= said.sent_at + self._update_s)
        if not (now or shape != said.shape or (due and self._is_worth(alert, said))):
            said.asked_at = self._memory.newest
            self._wait(alert.alert_id, said, waits=not joined)  # what was joined says the rest when it closes
            return
        self._wait(alert.alert_id, said, waits=False)
        said.version += 1
        said.digest, said.shape, said.sent_at = digest, shape, self._memory.newest
        said.gist = gist_of(alert)
        if joined and not said.joined:
            self._metrics.count("abusewatch_alerts_joined_total", detector=alert.signals[0].detector, mode=alert.mode)
        said.joined = joined
        self._metrics.count("abusewatch_alerts_total", detector=alert.signals[0].detector, mode=alert.mode,
                            severity=alert.severity)  # fmt: skip
        self._emit(msgspec.structs.replace(alert, version=said.version))

    def _is_worth(self, alert: Alert, said: Said) -> bool:
        """Tell whether a version says what a reviewer acts on, or there was none for long."""
        if alert.status == "closed" or gist_of(alert) != said.gist:
            return True
        return long_ago(alert, said.sent_at, self._memory.newest)

    def _wait(self, name: str, said: Said, *, waits: bool) -> None:
        said.waits = waits
        if waits:
            self._waiting.add(name)
        else:
            self._waiting.discard(name)
