"""One reporter, very many accounts: a campaign of one's own, or a button that is pressed by a program."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.contacts import MASS
from detectors.first_times import in_order
from detectors.report_spree_state import NEW, Report, SpreeState
from detectors.standing import proven
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally, forget
from schemas.event import Event

STEPS = 6  # buckets a window
WAVE = 0.9  # of what is reported, new accounts: nobody knows so many people who have only just come


class ReportSpree(Detector[SpreeState]):
    """Distinct accounts that one account reports in a sliding hour, over the whole site, against its own past.

    Fires on somebody who reports some twenty accounts within an hour and never reported as many; stays quiet on one who
    goes on about a single account (`report_surge` does not count that either), on a patrol or moderator: up to ten
    times as many as on the fullest earlier day after one day with as many, twenty after two, and on those whose reports
    reviewers uphold as a rule (`detectors.standing`). In the first week that reports are seen at all, only more than
    somebody at work could report says anything. The accounts named are the reporters. Low where nearly all of the
    accounts reported had signed up within the week: so does who tidies up after a wave of them, and hardly ever who
    has a quarrel. On a product that is only days old all are new, and it is low whoever reports.
    """

    name = "report_spree"
    version = 3
    keyed_by = "site"
    kinds = ("content.reported",)
    area = "report_abuse"
    by_record = True
    state_type = SpreeState
    heeds_score = False
    settings = ("window_s", "least", "usual", "burstiness")

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = MASS,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """`usual`: the mean of (accounts - 1) in the hour of somebody who reports at all; see `WindowPast`."""
        super().__init__(alert_at)
        self.window_s, self.least, self.usual, self.burstiness = window_s, least, usual, burstiness
        self.step_s = window_s / STEPS
        self.reach_s = window_s

    def remembers(self, event: Event) -> bool:
        """Note reports that say who made them, but of those who are right as a rule."""
        return bool(event.reporter) and not proven(event.standing)

    def score(self, event: Event, state: SpreeState, key: str) -> Signal | None:
        """Return the surprise of the reporter's last hour, the report included; None for few."""
        if not event.reporter or not self.remembers(event):
            return None
        end = int(event.time // self.step_s)
        found = {name for _, told in self._window(state, event.reporter, end) for name in told} | {event.subject}
        if len(found) < self.least:
            return None
        surprise = self._surprise(state, event.reporter, end, len(found))
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.reports), surprise)

    def learn(self, event: Event, state: SpreeState, signal: Signal | None) -> bool:
        """Remember the report; look at every hour of the reporter's that it lies in."""
        if not event.reporter or not self.remembers(event):
            return False
        bucket, hot = int(event.time // self.step_s), False
        state.add(event, event.reporter, bucket)
        for end in range(bucket, bucket + STEPS):
            if end == bucket or event.reporter in state.reports.get(end, ()):
                hot = self._view(state, event.reporter, end) or hot
        return hot

    def _window(self, state: SpreeState, reporter: str, end: int) -> list[tuple[int, dict[str, Report]]]:
        """Return the accounts that somebody reported in the buckets of a window."""
        buckets = range(end - STEPS + 1, end + 1)
        return [(at, told) for at in buckets if (told := state.reports.get(at, {}).get(reporter))]

    def _surprise(self, state: SpreeState, reporter: str, end: int, count: int) -> float:
        if count <= state.allowed(reporter, end * self.step_s):
            return 0.0
        return gamma_poisson(count - 1, self.burstiness, self.burstiness / self.usual)

    def _view(self, state: SpreeState, reporter: str, end: int) -> bool:
        """Make a reporter's window hot if it is surprising enough."""
        window = self._window(state, reporter, end)
        count = len({name for _, told in window for name in told})
        if count < MASS:
            return False
        state.note(reporter, end * self.step_s, count)
        surprise = self._surprise(state, reporter, end, count) if count >= self.least else 0.0
        if surprise < self.hot_from:
            return False
        for bucket, _ in window:
            state.heat(bucket, reporter).crest(count, 1 + self.usual, surprise)
        return True

    def prune(self, state: SpreeState, watermark: float) -> None:
        """Drop what no window can reach, and days that are too long ago."""
        oldest = int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1
        state.forget(oldest, watermark)
        forget(oldest, state.tallies)

    def explain(self, run: Tally, state: SpreeState, key: str) -> Finding:
        """Name the reporters, and say how many accounts the busiest of them reported."""
        reporters = in_order(run.members)
        evidence: dict[str, float | int | str] = {
            "accounts_reported": int(run.peak), "window_s": self.window_s, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n, "reporters": run.distinct(),
        }  # fmt: skip
        who = "One account" if len(reporters) == 1 else f"{run.distinct():,} accounts, the busiest of which"
        reason = (
            f"{who} reported {run.peak:,.0f} accounts within {self.window_s / 60:.0f} min (usual for those who report: "
            f"{run.usual:.1f}); {run.n:,} reports in all."
        )
        action = "Look at some of what was reported; if it is within the rules, take the reporter's right to report."
        new = int((run.extra or {}).get(NEW, 0.0))
        evidence["reports_of_accounts_of_a_week"] = new
        if new < WAVE * run.n:
            return Finding("medium", evidence, reason, action, reporters, run.distinct())
        reason += f" {new} were about accounts that had signed up within the week, as after a wave of them."
        return Finding(
            "low", evidence, reason, f"Look at the accounts reported first. {action}", reporters, run.distinct()
        )
