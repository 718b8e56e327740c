"""Accounts that one device enters, new to each of them, in a sliding week: what is asked of them is the detectors'."""

from __future__ import annotations

from detectors.tally import Tally
from detectors.window import WindowDetector


class EntryFanoutWeek(WindowDetector):
    """Keeps the logins on a device of a week; nothing need be changed in the accounts."""

    keyed_by = "device"
    kinds = ("account.login",)
    area = "account_security"
    steps = 84

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def breached(self, run: Tally) -> bool:
        """Nobody knows whether the owners let somebody in."""
        return False
