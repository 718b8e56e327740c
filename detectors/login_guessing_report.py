"""What is said of guesses at one account: how many, whether somebody got in, and whether that was its owner."""

from __future__ import annotations

from msgspec.structs import replace

from detectors.account_places import PlaceState
from detectors.base import Finding
from detectors.counts import TIES_KEPT
from detectors.haste_stretches import HASTY
from detectors.login_guessing_notes import GuessingNotes
from detectors.login_regained import regained
from detectors.pace import pace
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.values import Severity

SECOND_FACTOR = "failed_second_factor"
REGAINED = "reset_where_it_failed"
TYPED = (0,)  # `_detail` of a window whose attempts hands may have typed
CLICKS = 1.5 * HASTY  # surprise of haste: of one repeat, a double click, less, of two more
FAST = pace(20)  # in ten minutes: who has forgotten a password thinks between two tries, for half a minute and longer


class GuessingReport(GuessingNotes):
    """Base of `login_guessing`: turns its runs into findings, each of one account."""

    def breached(self, run: Tally) -> bool:
        """Tell whether a login that may be the guesser's (`intrusive`) came after the first failure, not `REGAINED`."""
        return (
            not is_regained(run)
            and bool(run.members)
            and max((run.marked or {}).values(), default=0.0) > min(run.members.values())
        )

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Describe the fullest window; it concerns one account."""
        if regained(run):
            run = replace(run, extra={**(run.extra or {}), REGAINED: 1.0})
        reason, action = self.sentence(run, key)
        return Finding(self.severity(run), self.evidence(run), reason, action, [key], 1, int(self.breached(run)))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return 1 where attempts followed each other faster than those of who thinks and types."""
        if not isinstance(state, PlaceState):
            return ()
        return (int(state.haste(end, self.steps) > CLICKS or state.pace(end, self.steps) > FAST),)

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; low what is barely surprising where an owner seems to have forgotten the password."""
        found = super().severity(run)
        return "low" if found == "medium" and is_regained(run) and _by_hand(run) else found

    def since(self, run: Tally) -> str:
        """Say whether somebody got in who may be the guesser."""
        if is_regained(run):
            where = "the one address where all" if _by_hand(run) else "where some"
            return (
                f"; the password was then reset from {where} of them failed, and within the hour somebody got in: "
                "its owner, who had forgotten it, in most cases"
            )
        return "; a login from a new place, by no client known to it, succeeded since" if self.breached(run) else ""

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many attempts, and whether one succeeded."""
        reason = (
            f"{run.peak:,.0f} attempts to log in to one account failed within a day from {_whence(run)} "
            f"(usual: {run.usual:.1f}){_knew(run)}{self.since(run)}."
        )
        return reason, advice(run, entered=self.breached(run))


def is_regained(run: Tally) -> bool:
    """Tell whether the owner seems to have had the password reset (`login_regained`)."""
    return REGAINED in (run.extra or ())


def _by_hand(run: Tally) -> bool:
    """Tell whether hands may have typed all failures, and all came from one address: resets and entries, too."""
    return run.detail == TYPED and _addresses(run) == 1


def advice(run: Tally, *, entered: bool) -> str:
    """Say what to do; `entered`: somebody got in who may be the guesser."""
    if is_regained(run):
        return (
            "Look what was changed since; if anything, ask the owner by another way than the mailbox, which a thief "
            "who had the password reset holds as well."
        )
    if entered:
        return "Reset the password and end the sessions begun since; ask the owner whether that login was his."
    return "Require a second factor for a while; nobody was seen to get in from there, so no password need be reset."


def _whence(run: Tally) -> str:
    """Say whence the attempts came: a forgotten script of the owner's has one address.

    >>> _whence(Tally(ties={"ip:192.0.2.7": 1.0})), _whence(Tally(ties={"ip:192.0.2.7": 1.0, "ip:192.0.2.8": 2.0}))
    ('one address, at a provider new to it', 'addresses and providers new to it')
    """
    one = len(run.ties or ()) < TIES_KEPT and _addresses(run) == 1
    return "one address, at a provider new to it" if one else "addresses and providers new to it"


def _addresses(run: Tally) -> int:
    return sum([name.startswith("ip:") for name in run.ties or ()])


def _knew(run: Tally) -> str:
    """Say how many of the attempts had the password right."""
    number = (run.extra or {}).get(SECOND_FACTOR, 0.0)
    return f", {number:,.0f} of them at the second factor: the password was known" if number else ""
