"""What is said of one address that tries a few accounts again and again."""

from __future__ import annotations

from detectors.advice import RESET_ENTERED
from detectors.login_address_kit import entered_by, said_of
from detectors.login_dogged import EACH
from detectors.login_guessing_report import SECOND_FACTOR
from detectors.login_unnamed import UNNAMED
from detectors.tally import Tally
from detectors.wording import counted, entered

TRIED = "Reset the passwords of all accounts tried, end the sessions begun there and undo what was changed"


def said(run: Tally, *, breached: bool) -> tuple[str, str]:
    """Say how many attempts on how many accounts, how they came, how many were entered; and what to do."""
    tried = {*run.members, *(run.accounts or {})}
    named = len([name for name in tried if not name.startswith(UNNAMED)])
    whom = f"{counted(named)} that had never been there" if named else "accounts that are not named"
    how = "faster than hands can type" if any(run.detail[:1]) else _pace(run)
    reason = (
        f"{counted(run.n, 'attempt')} from one address failed, on {whom}, "
        f"{how}{_knew(run)}; {entered(run)} logged in there for the first time{said_of(run)}."
    )
    if knows_passwords(run):
        return reason, f"{TRIED if entered_by(run) else TRIED.partition(',')[0]}; challenge the address."
    if breached:
        return reason, f"{RESET_ENTERED}; challenge the address."
    if run.marked:
        return reason, "Challenge the address; find out whose it is."
    return reason, "Challenge the address; no account was seen entered, so none needs a reset."


def knows_passwords(run: Tally) -> bool:
    """Tell whether most attempts were refused at the second factor only: whoever makes them has the passwords."""
    return 2 * (run.extra or {}).get(SECOND_FACTOR, 0.0) > run.n


def _knew(run: Tally) -> str:
    number = (run.extra or {}).get(SECOND_FACTOR, 0.0)
    whose = "whoever tries has these passwords" if knows_passwords(run) else "the password was known"
    return f", {number:,.0f} of the attempts at the second factor: {whose}" if number else ""


def _pace(run: Tally) -> str:
    """Say how those are tried that are not tried in haste."""
    again = sum(run.detail[1:2])
    return f"{again} of them {EACH} times or more each" if again > 1 else "one now and then over many hours"
