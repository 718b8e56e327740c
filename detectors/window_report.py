"""What a windowed detector tells a reviewer."""

from __future__ import annotations

from collections.abc import Collection
from math import isclose
from typing import ClassVar

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.window_counts import WindowCounts
from detectors.window_state import WindowState
from detectors.wording import about
from schemas.values import Severity

MANY_POSTS = 100  # by weight; each is read by somebody, and a fraud's page that was sent to so many does the more harm


class WindowReport(WindowCounts):
    """Turns runs of hot windows into findings."""

    marks_entries: ClassVar[bool] = False  # whether the accounts marked are those entered

    def breached(self, run: Tally) -> bool:
        """Tell whether what was tried succeeded."""
        return bool(run.marked)

    def severity(self, run: Tally) -> Severity:
        """Grade a run: what was entered weighs more than what was tried, and what was sent to many more than to few."""
        if self.breached(run):
            return "critical"
        spread = self.area == "spam" and run.total >= MANY_POSTS
        return "high" if spread else graded(run.surprise, self.hot_from)

    def named_first(self, run: Tally) -> Collection[str]:
        """Return the accounts to be named above all others."""
        return run.marked or ()

    def usually(self, run: Tally, here: str, such: str) -> str:
        """Say what is usual `here`; where the entity has no past of its own, that it is so for `such` as it."""
        own = not isclose(run.usual, 1 + self.usual)
        return f"usual {here if own else such}: {about(run.usual)}"

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Describe the fullest window and the accounts concerned."""
        names = run.members if self.members_are_accounts else (run.accounts or {})
        total = run.distinct() if self.members_are_accounts else len(names)
        evidence = self.evidence(run)
        reason, action = self.sentence(run, key)
        ranked, above = in_order(names), self.named_first(run)
        if not above:
            return Finding(self.severity(run), evidence, reason, action, ranked, total)
        marked = sorted([name for name in above if name not in names])
        first = [*marked, *[name for name in ranked if name in above]]
        ranked = [*first, *[name for name in ranked if name not in above]]
        entered = len(first) if self.marks_entries and self.breached(run) else 0
        return Finding(self.severity(run), evidence, reason, action, ranked, total + len(marked), entered)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return self.numbers(run, *(run.extra or ()))

    def numbers(self, run: Tally, *sums: str) -> dict[str, float | int | str]:
        """Return what every run is told by, and of its sums those named: what else it notes is for others to say."""
        extra = run.extra or {}
        return {
            "count_in_window": round(run.peak, 3), "window_s": self.window_s, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n, "distinct": run.distinct(),
            **{name: round(extra[name], 3) for name in sorted(sums) if name in extra},
        }  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Return the reviewer's sentence and the suggested action."""
        raise NotImplementedError
