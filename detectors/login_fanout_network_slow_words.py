"""What is said of patient guessing from one network: who failed, who got in, and whom to see first."""

from __future__ import annotations

from collections.abc import Collection

from detectors.login_fanout_report import OWN_SHARE
from detectors.login_fanout_system import addresses
from detectors.settled_window import OverWindow
from detectors.tally import Tally
from detectors.wording import counted, entered


class NetworkSlowWords(OverWindow):
    """Base of `login_fanout_network_slow`: turns its runs into findings."""

    def breached(self, run: Tally) -> bool:
        """Tell whether accounts got in, no more than a guesser gets in with."""
        return 0 < entered_in(run) <= OWN_SHARE * run.distinct()

    def named_first(self, run: Tally) -> Collection[str]:
        """Return the accounts entered; only those that failed as well, where others may be honest."""
        marked = (run.marked or {}).keys()
        return marked if self.breached(run) else marked & run.members.keys()

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        who = {"accounts_entered": len(run.marked or ()), "failed_and_entered": len(_both(run))}
        return {**self.numbers(run), "addresses": len(addresses([run])), "entered": int(entered_in(run)), **who}

    def got_in(self, run: Tally) -> str:
        """Say how many logins got in, of how many accounts, and who of them is named: most are other customers."""
        both, named = len(_both(run)), ", none of which failed there, too: customers, as far as is known, and not named"
        if self.breached(run):
            named = ", listed first"
        elif both:
            named = (
                f"; listed first {'is' if both == 1 else 'are'} {both} of them who failed there, too: see these first"
            )
        of = f", of {entered(run)}{named}" if run.marked else ""
        return f"{counted(entered_in(run), 'login')} from such addresses there got in meanwhile{of}"

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts from how many addresses, and how many got in."""
        reason = (
            f"{counted(run.distinct())} failed to log in from {len(addresses([run]))} addresses of one network, all "
            f"new to them, one now and then over many hours; {run.peak:,.0f} of them within "
            f"{self.window_s / 3600:.0f} h ({self.usually(run, 'there', 'for such networks')}); "
            f"{self.got_in(run)} (accounts that nothing was known of are not counted)."
        )
        return reason, self.advice(run, "challenge the network")

    def advice(self, run: Tally, then: str) -> str:
        """Say what to do: first with those who got in, where any of them are named."""
        first = "reset the accounts entered; " if self.breached(run) else ""
        if not first and _both(run):
            first = "ask those listed first, who failed there and then got in; "
        action = f"{first}{then}."
        return f"{action[0].upper()}{action[1:]}"


def entered_in(run: Tally) -> float:
    """Return how many attempts of a run, or of a step, got in."""
    return (run.extra or {}).get("entered", 0.0)


def _both(run: Tally) -> set[str]:
    return (run.marked or {}).keys() & run.members.keys()
