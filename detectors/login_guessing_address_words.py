"""What is said of guessing from one address: how many attempts on whom, at what pace, and who was entered."""

from __future__ import annotations

from detectors.advice import RESET_ENTERED
from detectors.login_address_kit import entered_by, said_of
from detectors.login_dogged import EACH
from detectors.login_unnamed import UNNAMED
from detectors.tally import Tally
from detectors.wording import counted, entered


def told(run: Tally) -> tuple[str, str]:
    """Say how many attempts on how many accounts, how they came, and how many were entered; and what to do."""
    tried = {*run.members, *(run.accounts or {})}
    named = len([name for name in tried if not name.startswith(UNNAMED)])
    whom = f"{counted(named)} that had never been there" if named else "accounts that are not named"
    how = "faster than hands can type" if any(run.detail[:1]) else _pace(run)
    reason = (
        f"{counted(run.n, 'attempt')} from one address failed, on {whom}, "
        f"{how}; {entered(run)} logged in there for the first time{said_of(run)}."
    )
    if entered_by(run):
        return reason, f"{RESET_ENTERED}; challenge the address."
    if run.marked:
        return reason, "Challenge the address; find out whose it is."
    return reason, "Challenge the address; no account was seen entered, so none needs a reset."


def _pace(run: Tally) -> str:
    """Say how those are tried that are not tried in haste."""
    again = sum(run.detail[1:2])
    return f"{again} of them {EACH} times or more each" if again > 1 else "one now and then over many hours"
