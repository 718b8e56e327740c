"""A sign-up farm on one device that changes its address for each account."""

from __future__ import annotations

from detectors.disposable import disposable
from detectors.tally import Tally
from detectors.window import WindowDetector
from schemas.event import Event


class SignupDevice(WindowDetector):
    """Distinct accounts made on one device in a day, whatever addresses they came from.

    Fires on a phone that makes account after account. Quiet on a family's tablet, and on a terminal in a school or shop
    on which as many are made every day. Fails where the farm resets the device as well.
    """

    name = "signup_device"
    keyed_by = "device"
    kinds = ("account.signup",)
    area = "fake_accounts"
    ties = ("ip",)
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """Count throw-away mail."""
        if event.email_domain is not None and disposable(event.email_domain):
            tally.add("disposable_mail")

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, and how many have throw-away mail where any have."""
        mail = (run.extra or {}).get("disposable_mail", 0.0)
        shared = f"; {mail:.0f} of them with a throw-away mail domain" if mail else ""  # none clears nobody
        reason = (
            f"{run.peak:.0f} accounts were made on one device within a day "
            f"({self.usually(run, 'on it', 'on a device')}){shared}."
        )
        return reason, "Hold the accounts until they verify; challenge sign-ups from the device."
