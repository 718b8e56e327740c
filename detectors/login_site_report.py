"""What the site-wide login detectors tell a reviewer."""

from __future__ import annotations

from detectors.base import Finding
from detectors.counts import MARKED_KEPT
from detectors.first_times import in_order, unite
from detectors.login_site_state import entered_then, in_excess, placeless
from detectors.settled_window import SettledWindow
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, entered
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

        Entered are those by a client and from a place all new to them. Where there are none, all from new addresses if
        they are more than honest traffic explains; else only those that were attempted as well are accused.
        """
        marked = accused(run)
        tried, since = run.members, {**run.members}
        unite(since, {name: time for name, time in (run.marked or {}).items() if name in marked})
        unite(since, run.strangers or {})
        ranked = in_order(since)
        names = [name for name in ranked if name in marked and name in tried]
        names += [name for name in ranked if name not in tried]
        names += [name for name in ranked if name not in marked]
        reason, action = self.sentence(run, key)
        total = run.distinct() + len(marked - tried.keys())
        return Finding(self.severity(run), self.evidence(run), reason, action, names, total)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts failed, against what is usual, and how many were entered."""
        failed = f"{counted(run.peak)} failed to log in within {self.window_s / 60:.0f} min"
        usual = f"(usual for this site, hour and traffic: {run.usual:.1f})"
        if placeless(run):
            then = len(entered_then(run))
            return (
                f"{failed} over the whole site {usual}; of most attempts neither address nor device was told"
                f"{f'; {entered(run, then)} failed and then logged in' if then else ''}.",
                "Look at the accounts that failed and then logged in; have the source tell addresses.",
            )
        return (
            f"{failed} from addresses new to them, over all addresses {usual}; {_entries(run)} in the same minutes.",
            "Reset the accounts entered; require a second factor from new addresses while it lasts.",
        )


def accused(run: Tally) -> set[str]:
    """Return the accounts that are told as entered."""
    strangers = set(run.strangers or ())
    if strangers or not in_excess(run):
        return strangers | entered_then(run)
    return set(run.marked or ())


def _entries(run: Tally) -> str:
    """Say how many accounts logged in from somewhere new."""
    if not (strangers := len(run.strangers or ())):
        return f"{entered(run)} logged in from a new address"
    least = "at least " if strangers >= MARKED_KEPT else ""
    return f"{least}{counted(strangers)} logged in by a client, and from a country or provider, all new to them"
