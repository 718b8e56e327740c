"""What is said of mules: how many accounts paid by turns, on how few devices or with how few cards."""

from __future__ import annotations

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.habits import DAY_S
from detectors.settled_window import OverWindow
from detectors.signup_traits import ON_SHARED_DEVICE
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted


class PayeeMulesWords(OverWindow):
    """Base of `payee_mules`: turns its runs into findings."""

    def breached(self, run: Tally) -> bool:
        """Nothing was entered: accounts are marked as mules."""
        return False

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name the mules only."""
        told = in_order(run.marked or {})
        found = super().explain(run, state, key).naming(told)
        found.accounts_total = max([len(told), *run.detail[:1]])
        return found

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the accounts by turns on one device, these devices, and all new accounts that paid; the days, if more."""
        names = ("by_turns", "cards" if any(run.detail[3:4]) else "devices", "new_payers", "by_card", "days")
        return {**self.numbers(run), **dict(zip(names, run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts paid on how few devices."""
        number, devices, paid, cards, *long = run.detail or (len(run.members), 0, len(run.members), 0)
        days = long[0] if long else round(self.window_s / DAY_S)
        how, on = (f"with {devices} cards", "with") if cards else (f"on {counted(devices, 'device')} that moved", "on")
        reason = (
            f"{number} of {paid} accounts less than a week old that paid one payee ({key}) within {days} days did so "
            f"by turns {how}, three accounts or more {on} each (usual at the most: {ON_SHARED_DEVICE:.0%} {on} one "
            "that another uses)."
        )
        return reason, (
            f"Hold the accounts and what they paid. If {key} is your own, or a business you know, it is a victim, too: "
            "void what was bought or booked there; else ask whose money came in, and who the payee is."
        )
