"""Second factors of many accounts refused on one device that none of them knows: passwords that somebody has."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detectors.base import by_event
from detectors.only import only
from detectors.tally import Tally
from detectors.window import WindowDetector
from detectors.wording import counted
from schemas.event import NEW_DEVICE, Event
from schemas.values import Severity

REFUSED = "mfa_failed"


class SecondFactorFanout(WindowDetector):
    """Distinct accounts whose second factor was refused on one device that is new to each of them, within a day.

    Who fails there has the password: each such account is lost but for its second factor, and one whose owner confirms
    a prompt out of weariness (MFA fatigue) is lost at all. Fires on six accounts, at whatever address. Quiet on an
    owner who mistypes a code on a new phone, on a family's tablet, on shared computers and on a day when codes do not
    arrive, since those know the device. Fails where no device is told, or each account is tried on another.
    Counts as `login_fanout` does (Gamma-Poisson, the device's own past). Cost: a comparison for most log-ins.
    """

    name = "second_factor_fanout"
    keyed_by = "device"
    kinds = ("account.login",)
    area = "account_security"
    steps = 24
    marks_entries = True

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 4,
                 usual: float = 0.06, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_DEVICE)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device, where it is new to the account and its second factor was refused, or was then taken."""
        if not event.novel & NEW_DEVICE or not event.device:
            return ()
        return (event.device,) if event.reason == REFUSED or event.mfa else ()

    def member(self, event: Event) -> str | None:
        """Count accounts whose second factor was refused."""
        return None if event.outcome else event.subject

    def remembers(self, event: Event) -> bool:
        """Note who got in as well."""
        return True

    def note(self, event: Event, tally: Tally) -> None:
        """Note who got in."""
        if event.outcome:
            tally.account(event.subject, event.time)

    def entered(self, run: Tally) -> list[str]:
        """Return the accounts that got in where the second factor had been refused, the earliest first."""
        came = {name: time for name, time in (run.accounts or {}).items() if run.members.get(name, time) < time}
        return sorted(came, key=lambda name: (came[name], name))

    def named_first(self, run: Tally) -> Collection[str]:
        """Name those that got in first."""
        return self.entered(run)

    def breached(self, run: Tally) -> bool:
        """Tell whether one got in after all."""
        return bool(self.entered(run))

    def severity(self, run: Tally) -> Severity:
        """Grade a run: these passwords are known, whoever got in."""
        return "critical" if self.breached(run) else "high"

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {**self.numbers(run), "entered_afterwards": len(self.entered(run))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say of how many accounts, and who got in."""
        got_in = self.entered(run)
        after = f"{counted(len(got_in))} got in afterwards" if got_in else "none got in"
        reason = (
            f"The second factor of {counted(run.peak)} was refused on one device new to each of them ({key}) within "
            f"24 h ({self.usually(run, 'on it', 'for a device')}): whoever uses it has their passwords; {after}."
        )
        return reason, "Block the device; end its sessions, and reset the passwords of all accounts it tried."
