"""A surge of reports on one account: something bad was seen by many, or a crowd was sent."""

from __future__ import annotations

from detectors.tally import Tally
from detectors.window import WindowDetector
from schemas.event import Event
from schemas.values import Severity


class ReportSurge(WindowDetector):
    """Distinct reporters of one account in a sliding window, against the account's own past.

    Fires when many people report one account within an hour; stays quiet on one angry user however often, and on an
    account that is reported as much every day. The alert names the account reported first, then the
    reporters: whether it is abuse or brigading is for the reviewer to see.
    """

    name = "report_surge"
    keyed_by = "account"
    kinds = ("content.reported",)
    area = "report_abuse"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count reporters; a report without one says nothing about how many people made it."""
        return event.reporter

    def note(self, event: Event, tally: Tally) -> None:
        """Put the account reported before its reporters."""
        tally.mark(event.subject, event.time)

    def severity(self, run: Tally) -> Severity:
        """Grade by surprise alone."""
        return "high" if run.surprise >= 3 * self.hot_from else "medium"

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many people reported, and how many is usual."""
        reason = (
            f"{run.peak:.0f} people reported one account within {self.window_s / 60:.0f} min "
            f"(usual for it: {run.usual:.1f}); {run.n} reports in all."
        )
        return reason, "Look at what was reported; if it is within the rules, look at the reporters."
