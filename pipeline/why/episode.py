"""What a detector found on one entity, as the replay has it so far: when it was, how sure, what was said and sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.alert_record import Case
from pipeline.stamps import stamp_s
from schemas.alert import Alert
from schemas.event import Event
from schemas.finding import Finding

NEVER, ENDED = float("inf"), float("inf")


@dataclass(slots=True)
class Episode:
    """One episode of one detector on one entity, as it was last looked at. Times are seconds since 1970 UTC."""

    alert_id: str
    first: float
    last: float
    score: float
    silenced: str | None = None  # snooze, allow_list or threshold: why its last version was not sent
    reason: str = ""  # the detector's sentence
    again: bool = False
    raised_by: str | None = None  # the event at which it was found; None: by time that went on ...
    raised_at: float = NEVER  # the event's time, or ... what it then bears as such; `ENDED` where the input ended first
    names: set[str] = field(default_factory=set)  # whom the detector counts in it ...
    sampled: bool = False  # ... as far as they are kept: of a great crowd a sample

    def looked(self, case: Case, score: float, silenced: str | None) -> None:
        """Take a look at it, whose next version may be sent."""
        self.first, self.last = min(self.first, case.run.first), max(self.last, case.run.last)
        self.score, self.silenced = max(self.score, score), silenced
        self.names.update(case.run.sum.members)
        self.sampled = self.sampled or case.run.sum.level > 0

    def found(self, finding: Finding, event: Event | None, watermark: float) -> None:
        """Take a version of its finding, made when `event` was shown; None: by time that had gone on to `watermark`."""
        self.reason, self.again = finding.alert.reason, finding.again
        if finding.alert.version == 1:
            self.raised_by = event.id if event is not None else None
            self.raised_at = event.time if event is not None else _raised(finding.alert, watermark)


def _raised(alert: Alert, watermark: float) -> float:
    """Return the event time that a version bears: the watermark that let it go lags behind, before its first event."""
    return ENDED if watermark == ENDED else stamp_s(alert.emitted_at)
