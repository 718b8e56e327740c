"""What a surge of reports on one account tells a reviewer: whom it names, how grave it is, and why."""

from __future__ import annotations

from detectors.base import Finding
from detectors.report_crowd_noted import crowd_of
from detectors.report_surge_reporters import cheated, either, harmed, opinion, right, wrong
from detectors.report_surge_words import UNSAID, told
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.weighed_window import WeighedWindow
from detectors.window_state import WindowState
from detectors.wording import within
from schemas.values import Severity

UNNAMED = "\0"  # begins what stands for the person behind a report that names none


class SurgeReport(WeighedWindow):
    """Turns runs of windows with many reports into findings; `strangers` of a tally: who reported something older."""

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; reports that do not say by whom name nobody, and reporters who are always right are no case.

        `account_reported`: which of the accounts is not a reporter.
        """
        found = super().explain(run, state, key)
        found.evidence["account_reported"] = min(run.marked or {key: 0.0})
        unnamed = sum([name.startswith(UNNAMED) for name in run.members]) << run.level
        found.accounts = [name for name in found.accounts if not name.startswith(UNNAMED)]
        found.accounts_total -= unnamed
        if right(run):
            found.accounts, found.accounts_total = sorted(run.marked or ()), 1
        return found

    def severity(self, run: Tally) -> Severity:
        """Grade by surprise, as a crowd that came at once; high, too, where most reporters were rejected before.

        Low where it looks like an opinion (`detectors.report_crowd`), medium at most where it may be customers, and
        medium where these are those of an account that is new, or where most say that somebody is harmed.
        """
        if wrong(run):
            return "high"
        if self._alone(run):
            return "medium" if cheated(run) or harmed(run) else "low"
        return "medium" if either(run) else graded(run.surprise, self.hot_from)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add, where somebody weighs more or less than 1, the heads of the window, and how many do."""
        found, crowd = self.numbers(run), crowd_of([run])
        found |= {"reasons": crowd.reasons, "by_accounts_of_a_week": round(crowd.young),
                  "by_older_accounts": round(crowd.settled)}  # fmt: skip
        if run.detail:
            found |= zip(("reporters", "with_upheld_reports", "with_rejected_reports", UNSAID), run.detail, strict=True)
        found["reported_something_older"] = len(run.strangers or ())
        if crowd.what:
            found["content_reported"] = crowd.what
        if crowd.paid or crowd.payers:
            found["by_its_payers"] = round(crowd.paid)
        if crowd.seller:
            found["by_payers_of_a_new_account"] = round(crowd.seller)
        if crowd.written:
            found["by_who_it_had_written_to"] = round(crowd.written)
        if not found.get(UNSAID):
            found.pop(UNSAID, None)
        return found

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many people reported, what they weigh where that is not their number, and how many is usual."""
        usual = self.usually(run, "for it", "for accounts")
        return told(run, within(self.window_s), usual, key, alone=self._alone(run))

    def _alone(self, run: Tally) -> bool:
        """Tell whether it looks as if each reporter had come to it alone."""
        return opinion(run)
