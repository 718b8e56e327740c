"""What the site-wide login detectors tell a reviewer."""

from __future__ import annotations

from detectors.base import Finding
from detectors.first_times import in_order, unite
from detectors.login_site_state import in_excess
from detectors.settled_window import SettledWindow
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.values import Severity


class LoginSiteReport(SettledWindow):
    """Severity, accounts and sentence of a run of windows in which accounts failed over the whole site."""

    def severity(self, run: Tally) -> Severity:
        """Grade a run: entries beyond what honest traffic explains make it critical."""
        if in_excess(run):
            return "critical"
        return "high" if run.surprise >= 2 * self.hot_from else "medium"

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Describe the fullest window; name first who was attempted and entered, then the entered, then the attempted.

        Where entries are no more than honest traffic explains, only those that were attempted as well are accused.
        """
        marked = set(run.marked or {})
        if not in_excess(run):
            marked &= run.members.keys()
        tried, since = run.members, {**run.members}
        unite(since, {name: time for name, time in (run.marked or {}).items() if name in marked})
        ranked = in_order(since)
        names = [name for name in ranked if name in marked and name in tried]
        names += [name for name in ranked if name not in tried]
        names += [name for name in ranked if name not in marked]
        reason, action = self.sentence(run, key)
        total = run.distinct() + len(marked - tried.keys())
        return Finding(self.severity(run), self.evidence(run), reason, action, names, total)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts failed, against what is usual, and how many were entered."""
        reason = (
            f"{run.peak:.0f} accounts failed to log in within {self.window_s / 60:.0f} min from addresses new to them, "
            f"over all addresses (usual for this site, hour and traffic: {run.usual:.1f}); "
            f"{len(run.marked or {})} logged in from a new address in the same minutes."
        )
        return reason, "Reset the accounts entered; require a second factor from new addresses while it lasts."
