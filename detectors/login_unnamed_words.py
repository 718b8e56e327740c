"""What is said of attempts whose account a log leaves out."""

from __future__ import annotations

from detectors.tally import Tally
from detectors.window import WindowDetector

SAID = {"rate_limited": "were refused by the product's own limiter", "decoy": "met a decoy"}


class LoginUnnamedWords(WindowDetector):
    """Base of `login_unnamed`: turns its runs into findings."""

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many attempts, on what, and what the limiter or a decoy said."""
        also = "".join([f"; {many} {said}" for name, said in SAID.items() if (many := _noted(run, name))])
        reason = (
            f"{run.n:,} attempts to log in from one address failed, {_on_whom(run)} "
            f"(usual within {self.window_s / 60:.0f} min: {run.usual:.1f}){also}."
        )
        if _noted(run, "unknown_users"):
            return reason, "Challenge or block the address; answer alike whether or not an account exists."
        return reason, "Challenge or block the address; look in the product's own log for the accounts tried."


def _on_whom(run: Tally) -> str:
    """Say what the log tells of the accounts tried: that there are none of such names, or nothing."""
    if not (unknown := _noted(run, "unknown_users")):
        return "in a log that does not name the account"
    many = "all" if unknown >= run.n else f"{unknown} of them"
    return f"{many} for names that no account has, which the log does not tell apart"


def _noted(run: Tally, name: str) -> int:
    return int((run.extra or {}).get(name, 0.0))
